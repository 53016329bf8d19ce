import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { exportBinCue, exportWavs } from '../../src/index.ts';
import { testUnitReady } from '../../src/scsi/commands/test-unit-ready.ts';
import { Disc, type Fault, SimulatedDrive } from '../../src/simulator/index.ts';
import type { BurnOptions } from '../../src/write/burn.ts';
import { checkCondition, TamperedTransport } from '../support/tampered-transport.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { burn, drain, sound, withUnreadable } from './recorded-disc.ts';

const BLOCK = 2352;
const TRACKS = [sound(310, 1), sound(305, 2), sound(300, 3)];
const GAP = Buffer.alloc(152 * BLOCK);
const WHOLE = Buffer.concat([TRACKS[0] ?? GAP, GAP, TRACKS[1] ?? GAP, GAP, TRACKS[2] ?? GAP]);
const READ_TRACK_INFORMATION = 0x52;
const READ_CD_TEXT_FORMAT = 5;

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});

const cuePath = () => join(folder, 'disc.cue');
const binOf = () => readFile(join(folder, 'disc.bin'));

async function recorded(faults: readonly Fault[], options: BurnOptions = {}): Promise<Drive> {
  const simulated = new SimulatedDrive();
  await burn(new Drive(simulated.connect()), TRACKS, options);
  for (const fault of faults) simulated.inject(fault);
  return new Drive(simulated);
}

/** The same drive, which refuses to say anything about a track. */
function silentAbout(drive: Drive, track: number): Drive {
  const transport = new TamperedTransport(drive.transport, (request, next) =>
    request.cdb[0] === READ_TRACK_INFORMATION && request.cdb[5] === track ? checkCondition(5, 0x24, 0x00) : next(),
  );
  return new Drive(transport);
}

describe('a track that the drive does not describe', () => {
  test.each([1, 2, 3, 4, 5])('is not left out because of one refusal, whichever of them it is (%d)', async (nth) => {
    const drive = await recorded([{ at: { command: 'READ TRACK INFORMATION', nth }, does: { sense: '5/24/00' } }]);
    const { warnings } = await drain(exportBinCue(drive, { cuePath: cuePath() }));
    expect(WHOLE.equals(await binOf())).toBe(true);
    expect(warnings).toEqual([]);
  });

  test.each([1, 2, 3])('is taken from the table of contents, and that is said (track %d)', async (track) => {
    const drive = silentAbout(await recorded([]), track);
    const { warnings, tracks } = await drain(exportBinCue(drive, { cuePath: cuePath() }));
    expect(tracks.map(({ number }) => number)).toEqual([1, 2, 3]);
    // The lead-out begins after the two run-out blocks of the last track.
    expect((await binOf()).subarray(0, WHOLE.length).equals(WHOLE)).toBe(true);
    expect(warnings).toEqual([
      `the drive does not say where track ${track} is; its place is from the table of contents, and includes the pause after it`,
    ]);
  });

  test('and a track that it once describes as empty, are looked for again', async () => {
    const transport = (await recorded([])).transport;
    let left = 1;
    const drive = new Drive(
      new TamperedTransport(transport, async (request, next) => {
        const reply = await next();
        const hits = request.cdb[0] === READ_TRACK_INFORMATION && request.cdb[5] === 2 && left > 0;
        if (hits && reply.outcome === 'answered') reply.data.fill(0, 2);
        if (hits) left--;
        return reply;
      }),
    );
    const { warnings } = await drain(exportBinCue(drive, { cuePath: cuePath() }));
    expect(WHOLE.equals(await binOf())).toBe(true);
    expect(warnings).toEqual([]);
  });

  test('is an error where the disc is open and has no table of contents', async () => {
    const drive = silentAbout(await recorded([], { ending: 'leave-open' }), 2);
    await expect(drain(exportWavs(drive, { directory: folder }))).rejects.toMatchObject({
      name: 'ImageError',
      kind: 'unreadable',
      message: expect.stringMatching(/does not say where track 2 is/),
    });
  });
});

test('a track with which the drive counts its pregap begins where the table of contents says', async () => {
  const transport = (await recorded([])).transport;
  const drive = new Drive(
    new TamperedTransport(transport, async (request, next) => {
      const reply = await next();
      if (request.cdb[0] !== READ_TRACK_INFORMATION || reply.outcome !== 'answered' || reply.data.length < 28)
        return reply;
      const view = new DataView(reply.data.buffer, reply.data.byteOffset);
      view.setInt32(8, view.getInt32(8) - 150);
      view.setUint32(24, view.getUint32(24) + 150);
      return reply;
    }),
  );
  const { warnings } = await drain(exportBinCue(drive, { cuePath: cuePath() }));
  expect(warnings).toEqual([]);
  expect(WHOLE.equals(await binOf())).toBe(true);
});

describe('blocks at the end of a track that cannot be read', () => {
  test('are silence in a WAV file, and that is said', async () => {
    const drive = withUnreadable(await recorded([]), (lba) => lba === 308 || lba === 309);
    const { paths, warnings } = await drain(exportWavs(drive, { directory: folder }));
    const wav = await readFile(paths[0] ?? '');
    expect(wav.subarray(-2 * BLOCK).every((byte) => byte === 0)).toBe(true);
    expect(warnings).toEqual([
      '2 blocks at the end of track 1, from LBA 308, could not be read, and are silence: the run-out that a recorder leaves there, or damage',
    ]);
  });

  test('are said of a BIN/CUE image too', async () => {
    const drive = withUnreadable(await recorded([]), (lba) => lba === 309);
    const { warnings } = await drain(exportBinCue(drive, { cuePath: cuePath() }));
    expect(warnings).toEqual([expect.stringMatching(/^1 block at the end of track 1, from LBA 309,/)]);
  });

  test('are read when the drive finds them unreadable only once', async () => {
    const simulated = (await recorded([])).transport;
    let left = 2;
    const drive = new Drive(
      new TamperedTransport(simulated, (request, next) => {
        const [lba, blocks] = [(request.cdb[4] ?? 0) * 256 + (request.cdb[5] ?? 0), request.cdb[8] ?? 0];
        const hits = request.cdb[0] === 0xbe && lba <= 309 && 309 < lba + blocks && left > 0;
        if (hits) left--;
        return hits ? checkCondition(3, 0x11, 0x00) : next();
      }),
    );
    const { warnings } = await drain(exportBinCue(drive, { cuePath: cuePath() }));
    expect(left).toBe(0);
    expect(warnings).toEqual([]);
    expect(WHOLE.equals(await binOf())).toBe(true);
  });
});

describe('READ CD', () => {
  const once: Fault['does'][] = [
    { sense: '6/28/00' },
    { sense: '6/29/00' },
    { sense: 'b/4b/00' },
    { sense: 'b/00/00' },
    { sense: '2/04/01' },
    { sense: '4/09/00' },
    { sense: '5/24/00' },
    { status: 'BUSY' },
    { status: 'TASK ABORTED' },
    { hostTimeout: true },
    { residue: 5_000 },
    { reset: true },
    { powerLoss: 'restart' },
  ];

  test.each(once)('that fails once is sent again (%o)', async (does) => {
    for (const nth of [1, 7]) {
      const drive = await recorded([{ at: { command: 'READ CD', nth }, does }]);
      const { warnings } = await drain(exportBinCue(drive, { cuePath: cuePath(), overwrite: true }));
      expect(WHOLE.equals(await binOf())).toBe(true);
      expect(warnings).toEqual([]);
    }
  });

  test('that goes on failing ends the export, which leaves no file', async () => {
    const drive = await recorded([{ at: { command: 'READ CD', nth: 7 }, does: { sense: 'b/4b/00' }, times: 'always' }]);
    await expect(drain(exportBinCue(drive, { cuePath: cuePath() }))).rejects.toMatchObject({
      name: 'ImageError',
      kind: 'drive-failed',
      cause: { name: 'SenseError' },
    });
    await expect(binOf()).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('never gets its data from another disc', async () => {
    const simulated = new SimulatedDrive();
    await burn(new Drive(simulated.connect()), TRACKS);
    const drive = new Drive(simulated);
    const exporting = exportWavs(drive, { directory: folder });
    await exporting.next();
    // After the reads that are under way already.
    await drive.execute(testUnitReady({}));
    await simulated.burner.insert(Disc.blank());
    await burn(new Drive(simulated.connect()), [sound(900, 9)]);
    await expect(drain(exporting)).rejects.toMatchObject({
      kind: 'unreadable',
      message: expect.stringMatching(/changed/),
    });
  });
});

test('texts that may be on the disc and cannot be read are said', async () => {
  const transport = (await recorded([])).transport;
  const drive = new Drive(
    new TamperedTransport(transport, (request, next) =>
      request.cdb[0] === 0x43 && request.cdb[2] === READ_CD_TEXT_FORMAT ? checkCondition(4, 0x09, 0x00) : next(),
    ),
  );
  const { warnings } = await drain(exportBinCue(drive, { cuePath: cuePath() }));
  expect(warnings).toEqual([expect.stringMatching(/^CD-TEXT could not be read: .*4\/09\/00/)]);
});

test('a drive that does not read the Q sub-channel is said to lose indexes', async () => {
  const transport = (await recorded([])).transport;
  const drive = new Drive(
    new TamperedTransport(transport, (request, next) =>
      request.cdb[0] === 0xbe && request.cdb[10] !== 0 ? checkCondition(5, 0x24, 0x00) : next(),
    ),
  );
  const { warnings } = await drain(exportBinCue(drive, { cuePath: cuePath() }));
  expect(warnings).toEqual([expect.stringMatching(/does not read the Q sub-channel from LBA 0 onward/)]);
  expect(WHOLE.equals(await binOf())).toBe(true);
});

test('a WAV file that is left by an export that then fails: what it lacks was said before it appeared', async () => {
  const drive = withUnreadable(await recorded([]), (lba) => lba === 309 || lba >= 500);
  const said: string[] = [];
  const exporting = async () => {
    for await (const { warning } of exportWavs(drive, { directory: folder })) {
      if (warning === undefined) continue;
      if (said.length === 0) expect(await readdir(folder)).not.toContain('track01.wav');
      said.push(warning);
    }
  };
  await expect(exporting()).rejects.toMatchObject({ kind: 'unreadable' });
  expect(await readdir(folder)).toEqual(['track01.wav']);
  expect(said[0]).toMatch(/at the end of track 1, from LBA 309, could not be read/);
});
