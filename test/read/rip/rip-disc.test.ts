import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { ImageError, ripDisc } from '../../../src/index.ts';
import { capabilitiesPage } from '../../../src/mmc/mode-pages/capabilities.ts';
import { behaviourOf } from '../../../src/simulator/personalities/habits/index.ts';
import { SET_CD_SPEED } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { TamperedTransport } from '../../support/tampered-transport.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { drain } from '../recorded-disc.ts';
import { album, driveLike, driveWith, type Recorded, soundOf, twoTracks } from './discs.ts';

async function drainSteps<Step>(work: AsyncGenerator<Step, unknown>): Promise<{ steps: Step[] }> {
  const steps: Step[] = [];
  for await (const step of work) steps.push(step);
  return { steps };
}

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const sound = async (name: string) => (await readFile(join(folder, name))).subarray(44);
const isSound = async (name: string, disc: Recorded, startLba: number, endLba: number) =>
  (await sound(name)).equals(soundOf(disc, startLba, endLba));

describe('a rip to WAV files', () => {
  test('has every sample, also what is before track 1, and what Q and the lead-in say', async () => {
    const disc = await album();
    const { drive } = driveWith(disc.disc);
    const result = await drain(ripDisc(drive, { directory: folder }));
    expect(result.warnings).toEqual([]);
    expect(result.hidden).toMatchObject({ startLba: 0, lengthBlocks: 300 });
    expect(await isSound('track00.wav', disc, 0, 300)).toBe(true);
    expect(await isSound('track01.wav', disc, 300, 1_460)).toBe(true);
    expect(await isSound('track02.wav', disc, 1_460, 2_000)).toBe(true);
    expect(await isSound('track03.wav', disc, 2_000, 2_503)).toBe(true);
    expect(result).toMatchObject({ catalogNumber: '4006381333931', suspects: [], repairedBlocks: 0 });
    expect(result.tracks).toMatchObject([
      { number: 1, startLba: 300, lengthBlocks: 1_160, pregapBlocks: 300, indexBlocks: [155, 877] },
      { number: 2, pregapBlocks: 60, indexBlocks: [], isrc: 'GBAYE6500331', copyPermitted: true, preEmphasis: false },
      { number: 3, pregapBlocks: 0, preEmphasis: true },
    ]);
  });
});

test('progress names the track that was read last', async () => {
  const { disc } = await album();
  const { steps } = await drainSteps(ripDisc(driveWith(disc).drive, { directory: folder }));
  expect(steps.at(-1)).toMatchObject({ phase: 'ripping', track: 3, doneBlocks: 2_503, lengthBlocks: 2_503 });
});

describe('drives that do not read what is asked for', () => {
  const bothTracks = async (disc: Recorded) =>
    (await isSound('track01.wav', disc, 0, 700)) && (await isSound('track02.wav', disc, 700, 1_503));

  test('jitter is repaired bit for bit', async () => {
    const disc = await twoTracks();
    const result = await drain(ripDisc(driveLike(disc.disc, 'jittery'), { directory: folder }));
    expect(result.suspects).toEqual([]);
    expect(result.overlapBlocks).toBe(3);
    expect(result.displacedPieces).toBeGreaterThan(5);
    expect(await bothTracks(disc)).toBe(true);
  });

  test('jitter is noticed, and repaired, of a drive that claims to have none', async () => {
    const disc = await twoTracks();
    const habit = { habit: 'reads-displaced', jitter: { samples: 300, chance: 0.2, seed: 5 } } as const;
    const { drive } = driveWith(disc.disc, [behaviourOf(habit)]);
    const result = await drain(ripDisc(drive, { directory: folder }));
    expect(result).toMatchObject({ suspects: [], overlapBlocks: 3 });
    expect(await bothTracks(disc)).toBe(true);
  });

  test('jitter next to silence is repaired too', async () => {
    const disc = await twoTracks((sound) => {
      for (let lba = 0; lba < 1_503; lba += 100) sound.fill(0, (150 + lba) * 2352, (150 + lba + 60) * 2352);
    });
    const result = await drain(ripDisc(driveLike(disc.disc, 'jittery'), { directory: folder, retries: 20 }));
    expect(result.suspects).toEqual([]);
    expect(await bothTracks(disc)).toBe(true);
  });

  test('the offset of a drive is undone, and its last samples are read from the lead-out', async () => {
    const disc = await twoTracks();
    const result = await drain(ripDisc(driveLike(disc.disc, 'reads-early'), { directory: folder, offsetSamples: 667 }));
    expect(result.warnings).toEqual([]);
    expect(await bothTracks(disc)).toBe(true);
  });

  test('samples that the drive does not reach are silence, and that is said', async () => {
    const disc = await twoTracks();
    const result = await drain(
      ripDisc(driveLike(disc.disc, 'reads-late'), { directory: folder, offsetSamples: -1_164 }),
    );
    expect(result.warnings).toEqual([
      'the drive does not read before LBA 0: because of its offset, 1164 samples there are silence',
    ]);
    const right = Buffer.from(soundOf(disc, 0, 700)).fill(0, 0, 1_164 * 4);
    expect((await sound('track01.wav')).equals(right)).toBe(true);
    expect(await isSound('track02.wav', disc, 700, 1_503)).toBe(true);
  });

  test('samples after the last track are silence where the lead-out cannot be read', async () => {
    const disc = await twoTracks();
    const habit = { habit: 'reads-displaced', offsetSamples: 100 } as const;
    const { drive } = driveWith(disc.disc, [behaviourOf(habit)]);
    const result = await drain(ripDisc(drive, { directory: folder, offsetSamples: 100 }));
    expect(result.warnings).toEqual([expect.stringMatching(/after LBA 1502.*100 samples there are silence/)]);
    const right = Buffer.from(soundOf(disc, 700, 1_503));
    right.fill(0, right.length - 400);
    expect((await sound('track02.wav')).equals(right)).toBe(true);
  });
});

describe('bad blocks', () => {
  test('those with C2 errors are named, although both passes agree', async () => {
    const disc = await twoTracks();
    const { drive, simulated } = driveWith(disc.disc);
    simulated.inject({ at: {}, does: { scratch: { fromLba: 750, toLba: 752, kind: 'c2' } } });
    const result = await drain(ripDisc(drive, { directory: folder }));
    expect(result.suspects).toEqual([{ track: 2, startLba: 750, lengthBlocks: 3, doubt: 'c2-errors' }]);
    expect(result.warnings).toEqual([
      'track 2: 3 blocks from LBA 750 (00:00:50 in the track) never read without errors that the drive could not correct (C2)',
    ]);
    expect(await readFile(join(folder, 'rip.log'), 'utf8')).toContain(result.warnings[0]);
    expect(await isSound('track01.wav', disc, 0, 700)).toBe(true);
  });

  test('those that cannot be read are silence and named, in a drive with an offset under their true address', async () => {
    const disc = await twoTracks();
    const { drive, simulated } = driveWith(disc.disc, [
      behaviourOf({ habit: 'reads-displaced', offsetSamples: 588, leadOutBlocks: 2 }),
    ]);
    simulated.inject({ at: {}, does: { scratch: { fromLba: 200, toLba: 201, kind: 'unreadable' } } });
    const result = await drain(ripDisc(drive, { directory: folder, offsetSamples: 588 }));
    expect(result.suspects).toEqual([{ track: 1, startLba: 199, lengthBlocks: 2, doubt: 'unreadable' }]);
    const right = Buffer.from(soundOf(disc, 0, 700)).fill(0, 199 * 2352, 201 * 2352);
    expect((await sound('track01.wav')).equals(right)).toBe(true);
  });

  test('one that can be read later is repaired', async () => {
    const disc = await twoTracks();
    const { drive, simulated } = driveWith(disc.disc);
    simulated.inject({ at: { command: 'READ CD', lba: 600 }, does: { sense: '3/11/05' }, times: 6 });
    const result = await drain(ripDisc(drive, { directory: folder }));
    expect(result).toMatchObject({ suspects: [], warnings: [] });
    expect(result.repairedBlocks).toBeGreaterThan(0);
    expect(await isSound('track01.wav', disc, 0, 700)).toBe(true);
  });

  test('a rip stops at one that cannot be read if asked to, and keeps the tracks before', async () => {
    const disc = await twoTracks();
    const { drive, simulated } = driveWith(disc.disc);
    simulated.inject({ at: {}, does: { scratch: { fromLba: 1_400, toLba: 1_400, kind: 'unreadable' } } });
    const error = await rejectionOf(drain(ripDisc(drive, { directory: folder, onError: 'stop' })), ImageError);
    expect(error).toMatchObject({ kind: 'unreadable', track: 2, lba: 1_400, exported: [join(folder, 'track01.wav')] });
    expect(error.message).toMatch(/track 2 cannot be read at LBA 1400.*--on-error silence/);
    expect(await readdir(folder)).toEqual(['track01.wav']);
  });

  test('the drive reads slower after trouble, and as fast as before at the end', async () => {
    const disc = await twoTracks();
    const { drive, simulated } = driveWith(disc.disc);
    simulated.inject({ at: {}, does: { scratch: { fromLba: 300, toLba: 300, kind: 'unreadable' } } });
    const tampered = new TamperedTransport(simulated);
    await drain(ripDisc(new Drive(tampered), { directory: folder, retries: 4 }));
    const speeds = tampered.sent(SET_CD_SPEED).map((cdb) => new DataView(cdb.buffer).getUint16(2));
    expect(speeds.length).toBeGreaterThan(3);
    expect(Math.min(...speeds)).toBeLessThan(6_000);
    const { values } = await drive.modePage(capabilitiesPage);
    expect(values.currentReadKBps).toBe(values.maxReadKBps);
  });

  test('the speed asked for is given back when the rip is abandoned', async () => {
    const disc = await twoTracks();
    const { drive } = driveWith(disc.disc);
    const ripping = ripDisc(drive, { directory: folder, readSpeedKBps: 706 });
    await ripping.next();
    await ripping.next();
    expect((await drive.modePage(capabilitiesPage)).values.currentReadKBps).toBe(705);
    await ripping.return(undefined as never);
    const { values } = await drive.modePage(capabilitiesPage);
    expect(values.currentReadKBps).toBe(values.maxReadKBps);
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('what is ripped', () => {
  test('only the tracks chosen', async () => {
    const disc = await album();
    const { drive } = driveWith(disc.disc);
    const result = await drain(ripDisc(drive, { directory: folder, tracks: [2] }));
    expect((await readdir(folder)).toSorted()).toEqual(['rip.log', 'track02.wav']);
    expect(await isSound('track02.wav', disc, 1_460, 2_000)).toBe(true);
    expect(result.ctdb).toBeUndefined();
    await expect(drain(ripDisc(drive, { directory: folder, tracks: [9] }))).rejects.toThrow(
      /there is no track 9 on the disc\. Choose from the tracks 1 to 3/,
    );
  });

  test('a rip that is interrupted leaves the files that are complete', async () => {
    const disc = await twoTracks();
    const { drive } = driveWith(disc.disc);
    const stop = new AbortController();
    const ripping = ripDisc(drive, { directory: folder, passes: 1, signal: stop.signal });
    const reading = (async () => {
      for await (const { doneBlocks } of ripping) if (doneBlocks > 800) stop.abort(new Error('enough'));
    })();
    await expect(reading).rejects.toThrow('enough');
    expect(await readdir(folder)).toEqual(['track01.wav']);
    expect(await isSound('track01.wav', disc, 0, 700)).toBe(true);
  });

  test('nothing that exists is replaced unless asked', async () => {
    const disc = await twoTracks();
    const { drive } = driveWith(disc.disc);
    await drain(ripDisc(drive, { directory: folder, passes: 1 }));
    await expect(drain(ripDisc(drive, { directory: folder }))).rejects.toMatchObject({ kind: 'exists' });
    await drain(ripDisc(drive, { directory: folder, overwrite: true }));
  });

  test('a disagreement about pre-emphasis is said', async () => {
    const disc = await twoTracks();
    const { simulated } = driveWith(disc.disc);
    const tampered = new TamperedTransport(simulated, async (request, next) => {
      const reply = await next();
      const isTrackInformation = request.cdb[0] === 0x52 && reply.outcome === 'answered' && reply.data.length > 5;
      if (!isTrackInformation) return reply;
      const data = Uint8Array.from(reply.data);
      data[5] = (data[5] ?? 0) + 1;
      return { ...reply, data };
    });
    const result = await drain(ripDisc(new Drive(tampered), { directory: folder, passes: 1 }));
    expect(result.warnings).toContain(
      'pre-emphasis of track 1: the table of contents says that it has, the Q sub-channel that it has not',
    );
  });

  test('values that an option cannot have are refused before the drive is asked', async () => {
    const { simulated } = driveWith(await twoTracks().then(({ disc }) => disc));
    const tampered = new TamperedTransport(simulated);
    const drive = new Drive(tampered);
    for (const wrong of [{ passes: 0 }, { offsetSamples: 9_999 }, { retries: -1 }, { format: 'ape' as never }]) {
      await expect(drain(ripDisc(drive, { directory: folder, ...wrong }))).rejects.toThrow(RangeError);
    }
    expect(tampered.cdbs).toEqual([]);
  });
});
