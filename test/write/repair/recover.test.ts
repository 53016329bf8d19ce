import { describe, expect, test } from '@jest/globals';
import { readDiscState } from '../../../src/drive/disc-state.ts';
import { Drive } from '../../../src/drive/drive.ts';
import { DiscRecorder2, TrackAtOnce } from '../../../src/imapi2/index.ts';
import { MultiSession, WriteType } from '../../../src/mmc/mode-pages/write-parameters.ts';
import { preventAllowMediumRemoval } from '../../../src/scsi/commands/prevent-allow-medium-removal.ts';
import { type Behaviour, openSimulatedDrive, type SimulatedDriveSettings } from '../../../src/simulator/index.ts';
import { burnAudio } from '../../../src/write/burn-audio.ts';
import { TrackFormats } from '../../../src/write/engine/track-format.ts';
import { setWriteParameters } from '../../../src/write/engine/write-parameters.ts';
import { blankDisc } from '../../../src/write/erase/blank.ts';
import { recoverDisc } from '../../../src/write/repair/recover-disc.ts';
import type { RecoverDiscOptions } from '../../../src/write/repair/recovery.ts';
import {
  BLANK,
  CLOSE_TRACK_SESSION,
  MODE_SELECT,
  PREVENT_ALLOW,
  SEND_OPC,
  START_STOP_UNIT,
  SYNCHRONIZE_CACHE,
  WRITE,
} from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { drainGenerator, good, TamperedTransport } from '../../support/tampered-transport.ts';
import { killedAfter, THREE_TRACKS } from './killed.ts';

async function open(settings: SimulatedDriveSettings = {}) {
  const simulated = await openSimulatedDrive('', settings);
  return { simulated, drive: new Drive(simulated) };
}

const recover = (drive: Drive, options?: RecoverDiscOptions) => drainGenerator(recoverDisc(drive, options));

const burn = (drive: Drive, ...sources: Parameters<typeof burnAudio>[1]) =>
  drainGenerator(burnAudio(drive, sources, { ending: 'leave-open' }));

const WRITES: readonly number[] = [BLANK, CLOSE_TRACK_SESSION, MODE_SELECT, SEND_OPC, SYNCHRONIZE_CACHE, WRITE];

describe('recovering a disc', () => {
  test('ends an open track, closes the session, and says what is lost', async () => {
    const { simulated } = await killedAfter(25);
    expect(simulated.burner.tray.locked).toBe(true);
    const { yielded, result } = await recover(new Drive(simulated));
    expect(result).toMatchObject({ finished: true, unlocked: true, disc: { status: 'complete' }, warnings: [] });
    expect(result.repairs.at(-1)).toMatch(/^Track 1 was left open: it is complete now, with \d+ blocks/);
    expect(result.losses).toEqual([expect.stringMatching(/^Track 1 ends after \d+ blocks .* never reached the disc$/)]);
    expect(yielded).toContainEqual(expect.objectContaining({ phase: 'found', unfinished: true }));
    expect(simulated.burner.tray.locked).toBe(false);
  });

  test('says where the sound of a track ends that it had to extend to four seconds', async () => {
    const { drive } = await open();
    const burning = burnAudio(drive, [blocksOfNoise(400)], { ending: 'leave-open' });
    while (!('writtenBlocks' in (await burning.next()).value));
    await burning.return(undefined as never);
    const { tracks } = await readDiscState(drive);
    const { result } = await recover(drive);
    expect(result.disc?.tracks).toMatchObject([{ lengthBlocks: 300 }]);
    expect(result.losses).toEqual([
      expect.stringMatching(
        new RegExp(`^Track 1 ends after ${tracks[0]?.lengthBlocks} blocks .*, and silence follows: `),
      ),
    ]);
  });

  test('leaves the disc appendable on request', async () => {
    const { simulated } = await killedAfter(25);
    const { result } = await recover(new Drive(simulated), { ending: 'close-session' });
    expect(result.disc).toMatchObject({ status: 'appendable', lastSession: 'empty' });
  });

  test('writes nothing if the caller ends it after the disc has been examined', async () => {
    const { simulated } = await killedAfter(25);
    const transport = new TamperedTransport(simulated);
    const recovering = recoverDisc(new Drive(transport));
    for await (const { phase } of recovering) if (phase === 'found') break;
    expect(transport.opcodes.filter((opcode) => WRITES.includes(opcode))).toEqual([]);
    expect(simulated.burner.tray.locked).toBe(false);
    expect(transport.events).toEqual(['exclusive discwright', 'shared']);
  });

  test.each<[string, (drive: Drive) => Promise<unknown>, string]>([
    ['blank', async () => {}, 'blank'],
    ['complete', (drive) => drainGenerator(burnAudio(drive, [blocksOfNoise(310)])), 'complete'],
    [
      'ready for another session',
      (drive) => drainGenerator(burnAudio(drive, [blocksOfNoise(310)], { ending: 'close-session' })),
      'appendable',
    ],
  ])('only unlocks the tray if the disc is %s', async (_name, prepare, status) => {
    const { simulated, drive } = await open();
    await prepare(drive);
    await drive.execute(preventAllowMediumRemoval({ prevent: true }));
    const transport = new TamperedTransport(simulated);
    const { result } = await recover(new Drive(transport));
    expect(result).toMatchObject({ finished: false, unlocked: true, disc: { status }, repairs: [], losses: [] });
    expect(transport.opcodes.filter((opcode) => WRITES.includes(opcode))).toEqual([]);
    expect(simulated.burner.tray.locked).toBe(false);
  });

  test('only unlocks a drive without a disc', async () => {
    const { simulated, drive } = await open();
    await (await simulated.removeDisc())?.close();
    await drive.execute(preventAllowMediumRemoval({ prevent: true }));
    expect((await recover(drive)).result).toEqual({
      disc: null,
      finished: false,
      unlocked: true,
      repairs: [],
      losses: [],
      warnings: [],
    });
    expect(simulated.burner.tray.locked).toBe(false);
  });

  test('ends persistent prevention', async () => {
    let persistent = true;
    const lock: Behaviour = {
      name: 'of this test',
      async answer({ drive, cdb }, next) {
        if (cdb[0] === PREVENT_ALLOW && cdb[4] === 0b10) persistent = false;
        const answer = await next();
        drive.tray.locked ||= persistent;
        return answer;
      },
    };
    const { simulated, drive } = await open({ behaviours: [lock] });
    await recover(drive);
    expect(simulated.burner.tray.locked).toBe(false);
  });

  test('works on a drive that cannot lock its tray', async () => {
    const { drive } = await open({ personality: 'no-prevent' });
    await burn(drive, blocksOfNoise(310));
    expect((await recover(drive)).result).toMatchObject({ finished: true, unlocked: true, warnings: [] });
  });

  test('says when the tray stays locked', async () => {
    const { simulated } = await open();
    const stubborn = new TamperedTransport(simulated, (request, next) =>
      request.cdb[0] === PREVENT_ALLOW ? { ...good(), status: 0x18 } : next(),
    );
    const { result } = await recover(new Drive(stubborn));
    expect(result).toMatchObject({
      unlocked: false,
      warnings: [expect.stringMatching(/^the tray could not be unlocked/)],
    });
  });

  test('is refused while another program that is alive has the drive', async () => {
    const { simulated } = await open();
    await new Drive(simulated.connect()).exclusive('a burn');
    await expect(recover(new Drive(simulated.connect()))).rejects.toMatchObject({ kind: 'busy' });
  });

  test('waits for an erase that another program began, and for no longer than its signal allows', async () => {
    const { simulated, drive } = await open({ medium: 'CD-RW' });
    await burn(drive, blocksOfNoise(310));
    const abandoned = simulated.connect();
    const erasing = blankDisc(new Drive(abandoned), { type: 'full' });
    for (let step = 0; step < 3; step++) await erasing.next();
    await abandoned.close();
    const controller = new AbortController();
    const impatient = recoverDisc(drive, { signal: controller.signal });
    await impatient.next();
    controller.abort(new Error('enough'));
    await expect(drainGenerator(impatient)).rejects.toThrow('enough');
    const { result } = await recover(drive);
    expect(result).toMatchObject({ finished: false, disc: { status: 'blank' }, losses: [] });
  });

  test('says that an erase was interrupted', async () => {
    const { simulated, drive } = await open({ medium: 'CD-RW' });
    await burn(drive, blocksOfNoise(310));
    const erasing = blankDisc(drive);
    for (let step = 0; step < 4; step++) await erasing.next();
    simulated.inject({ at: {}, does: { powerLoss: 'restart' } });
    await drainGenerator(erasing).catch(() => {});
    const { result } = await recover(drive);
    expect(result).toMatchObject({
      finished: false,
      losses: [expect.stringMatching(/erase .* was interrupted.*`discwright blank`/)],
    });
  });

  test('makes the finished tracks play after the power failed, and says which one is cut off', async () => {
    const { simulated, drive } = await open({ bufferBytes: 512 * 1_024 });
    simulated.inject({ at: { lba: 1_000 }, does: { powerLoss: 'restart' } });
    await drainGenerator(burnAudio(drive, [blocksOfNoise(400), blocksOfNoise(900, 2)])).catch(() => {});
    const { result } = await recover(drive);
    expect(result).toMatchObject({
      finished: true,
      disc: { status: 'complete', tracks: [{ lengthBlocks: 400 }, { damaged: false }] },
      repairs: [expect.stringMatching(/^Track 2 had been interrupted/)],
      losses: [expect.stringMatching(/^Track 2 ends after/)],
    });
  });

  test('reports errors that belong to the dead program as warnings', async () => {
    const { simulated } = await killedAfter(25);
    let deferred = 0;
    const complaining = new TamperedTransport(simulated, (request, next) =>
      request.cdb[0] === START_STOP_UNIT && deferred++ < 2
        ? { ...good(), status: 0x02, sense: Uint8Array.of(0x71, 0, 3, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x0c, 0, 0, 0, 0, 0) }
        : next(),
    );
    const { result } = await recover(new Drive(complaining));
    expect(result.disc?.status).toBe('complete');
    expect(result.warnings).toHaveLength(2);
    expect(result.warnings[0]).toMatch(/^preparing: a command of the previous program failed: .*3\/0C\/00/);
  });

  test('clears Test Write, and does not mistake a test write for a track', async () => {
    const { simulated } = await killedAfter(25, { testWrite: true });
    const { result } = await recover(new Drive(simulated));
    expect(result).toMatchObject({ finished: false, disc: { status: 'blank' }, losses: [] });
    expect(result.repairs).toEqual([expect.stringContaining('Test Write is cleared')]);
  });

  test('releases the drive after a failure', async () => {
    const { simulated } = await killedAfter(25);
    const transport = new TamperedTransport(simulated, (request, next) =>
      request.cdb[0] === CLOSE_TRACK_SESSION
        ? { ...good(), status: 0x02, sense: Uint8Array.of(0x70, 0, 3, 0, 0, 0, 0, 10, 0, 0, 0, 0, 0x0c, 0, 0, 0, 0, 0) }
        : next(),
    );
    const error = await rejectionOf(recover(new Drive(transport)), Error);
    expect(error).toMatchObject({ name: 'BurnError', phase: 'closing the session', disc: { status: 'appendable' } });
    expect(simulated.burner.tray.locked).toBe(false);
    expect(transport.events.at(-1)).toBe('shared');
  });
});

describe('after a program that died while it had prepared the medium', () => {
  async function died(addsTracks: number) {
    const { simulated } = await open();
    const dead = simulated.connect();
    const recorder = new DiscRecorder2();
    await recorder.initializeDiscRecorder(new Drive(dead));
    const tao = new TrackAtOnce();
    tao.recorder = recorder;
    tao.clientName = 'dead';
    await tao.prepareMedia();
    for (let track = 0; track < addsTracks; track++)
      await tao.addAudioTrack(new Uint8Array(2_352 * 300).fill(track + 1));
    await dead.close();
    expect(simulated.burner.tray.locked).toBe(true);
    return simulated;
  }

  test.each([[0], [2]])('with %d tracks added, recoverDisc() makes them play', async (tracks) => {
    const simulated = await died(tracks);
    const { result } = await recover(new Drive(simulated.connect()));
    expect(result).toMatchObject({ finished: tracks > 0, unlocked: true, losses: [] });
    expect(result.disc?.tracks).toHaveLength(tracks);
    expect(result.disc?.status).toBe(tracks > 0 ? 'complete' : 'blank');
    expect(simulated.burner.tray.locked).toBe(false);
  });

  test('ejectMedia of another program opens the tray', async () => {
    const simulated = await died(1);
    const recorder = new DiscRecorder2();
    await recorder.initializeDiscRecorder(new Drive(simulated.connect()));
    await recorder.ejectMedia();
    expect(simulated.burner.tray).toMatchObject({ open: true, locked: false });
  });
});

test('a page 05h left over from another way of writing does no harm', async () => {
  const { drive } = await open();
  await burn(drive, blocksOfNoise(310));
  await setWriteParameters(drive, {
    writeType: WriteType.SessionAtOnce,
    multiSession: MultiSession.NextSessionAllowed,
    format: TrackFormats.audio,
    testWrite: false,
    bufferUnderrunFree: true,
  });
  expect((await recover(drive)).result.disc).toMatchObject({ status: 'complete', tracks: [{ lengthBlocks: 310 }] });
});

test('a burn killed at every tenth of its commands leaves finished tracks that play', async () => {
  const { sent } = await killedAfter(Number.POSITIVE_INFINITY);
  for (let commands = 1; commands < sent; commands += 10) {
    const { simulated, finished } = await killedAfter(commands);
    const { result } = await recover(new Drive(simulated));
    const lengths = result.disc?.tracks.map(({ lengthBlocks }) => lengthBlocks) ?? [];
    expect({ commands, lengths: lengths.slice(0, finished) }).toEqual({
      commands,
      lengths: THREE_TRACKS.slice(0, finished),
    });
    expect({ commands, status: result.disc?.status }).toEqual({
      commands,
      status: lengths.length === 0 ? 'blank' : 'complete',
    });
    expect(simulated.burner.tray.locked).toBe(false);
  }
});
