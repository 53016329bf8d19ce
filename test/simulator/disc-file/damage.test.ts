import { readdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeEach, describe, expect, jest, test } from '@jest/globals';
import { DiscStatus } from '../../../src/mmc/commands/read-disc-information.ts';
import {
  CD_VERSION,
  encodeFileHeader,
  encodeRecordHeader,
  HEADER_BYTES,
  type RecordHeader,
  RecordKind,
} from '../../../src/simulator/disc-file/format.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { asCd } from '../../support/cd.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { blocks, burnTrack, closeSession, discInformation, readAudio, trackInformation } from '../support.ts';
import { readable } from './readable.ts';
import { recordsIn, withoutIndex } from './records.ts';

const warn = jest.spyOn(process, 'emitWarning');
beforeEach(() => {
  warn.mockReset().mockImplementation(() => {});
});

const FIRST = blocks(320, 1);
const SECOND = blocks(310, 2);
const SECOND_LBA = 472;

let folder = '';
beforeEach(() => {
  folder = temporaryFolder();
});

const file = (name = 'my.disc') => join(folder, name);

/** Two tracks in a closed session; the file as it would be if the process were killed now, without an index. */
async function burned(): Promise<Buffer> {
  await using drive = await openSimulatedDrive(file());
  await burnTrack(drive, FIRST);
  await burnTrack(drive, SECOND);
  await closeSession(drive);
  return readFileSync(file());
}

const refusal = (path = file()) => rejectionOf(openSimulatedDrive(path), TransportError);

describe('reading a saved disc leaves its file as it is', () => {
  test('with an incomplete end, which the next write removes', async () => {
    const whole = await burned();
    const structure = recordsIn(whole).at(-1);
    truncateSync(file(), (structure?.end ?? 0) - 5);
    const torn = readFileSync(file());
    {
      await using drive = await openSimulatedDrive(file());
      expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Appendable });
      expect(await readable(drive, 0, FIRST)).toBe(320);
    }
    expect(readFileSync(file()).equals(torn)).toBe(true);
    {
      await using drive = await openSimulatedDrive(file());
      await closeSession(drive);
    }
    await using drive = await openSimulatedDrive(file());
    expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Complete });
  });

  test('that is empty, or holds only the beginning of a disc', async () => {
    await (await openSimulatedDrive(file('whole'))).close();
    const whole = readFileSync(file('whole'));
    for (const size of [0, 10, HEADER_BYTES, HEADER_BYTES + 7, whole.length - 1]) {
      writeFileSync(file(), whole.subarray(0, size));
      {
        await using drive = await openSimulatedDrive(file());
        expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Blank });
      }
      expect(readFileSync(file()).equals(whole.subarray(0, size))).toBe(true);
      {
        await using drive = await openSimulatedDrive(file());
        await burnTrack(drive, FIRST);
      }
      await using drive = await openSimulatedDrive(file());
      expect(await readable(drive, 0, FIRST)).toBe(320);
    }
  });
});

describe('a zeroed record header', () => {
  test('is reported as damage with its offset, wherever it is', async () => {
    const whole = await burned();
    for (const { start } of recordsIn(whole)) {
      const damaged = Buffer.from(whole).fill(0, start, start + HEADER_BYTES);
      writeFileSync(file(), damaged);
      const error = await refusal();
      expect(error.kind).toBe('unsupported');
      expect(error.message).toMatch(new RegExp(`damaged at byte ${start} .*damaged=read`));
      expect(readFileSync(file()).equals(damaged)).toBe(true);
    }
    expect(readdirSync(folder)).toEqual(['my.disc']);
  });

  test('loses only its own blocks when what is left is read', async () => {
    const whole = await burned();
    const lost = recordsIn(whole).filter(({ kind }) => kind === RecordKind.Blocks);
    for (const { start, lba, lengthBlocks } of [lost[0], lost[5], lost.at(-1)].filter((each) => each !== undefined)) {
      writeFileSync(file(), Buffer.from(whole).fill(0, start, start + HEADER_BYTES));
      await using drive = await openSimulatedDrive(`${file()}?damaged=read`);
      expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Complete });
      expect(await trackInformation(drive, 2)).toMatchObject({ startLba: SECOND_LBA, lengthBlocks: 310 });
      const inFirst = lba < SECOND_LBA;
      expect(await readable(drive, 0, FIRST)).toBe(320 - (inFirst ? lengthBlocks : 0));
      expect(await readable(drive, SECOND_LBA, SECOND)).toBe(310 - (inFirst ? 0 : lengthBlocks));
      // 3/11/05, as a scratched disc.
      await expect(readAudio(drive, lba, 1)).rejects.toThrow(/3\/11\/05/);
    }
  });

  test('keeps the disc from being written, with the reason', async () => {
    {
      await using drive = await openSimulatedDrive(file());
      await burnTrack(drive, FIRST);
    }
    const damaged = withoutIndex(readFileSync(file()));
    damaged.fill(0, recordsIn(damaged)[2]?.start, (recordsIn(damaged)[2]?.start ?? 0) + HEADER_BYTES);
    writeFileSync(file(), damaged);
    await using drive = await openSimulatedDrive(file(), { damaged: 'read' });
    const error = await rejectionOf(burnTrack(drive, SECOND), TransportError);
    expect(error).toMatchObject({
      kind: 'denied',
      reason: expect.stringMatching(/can only be read: it is damaged at/),
    });
    expect(readFileSync(file()).equals(damaged)).toBe(true);
  });
});

test('a damaged disc that is read all the same is a warning of the process', async () => {
  const whole = await burned();
  const start = recordsIn(whole)[2]?.start ?? 0;
  writeFileSync(file(), Buffer.from(whole).fill(0, start, start + HEADER_BYTES));
  await using _drive = await openSimulatedDrive(file(), { damaged: 'read' });
  expect(warn.mock.calls).toEqual([
    [expect.stringContaining(`my.disc: it is damaged at byte ${start} (`), 'DamagedDiscWarning'],
  ]);
});

test('a piece cut out of the middle is damage; what follows it is read', async () => {
  const whole = await burned();
  const [from, to] = [recordsIn(whole)[3], recordsIn(whole)[5]];
  const cut = Buffer.concat([whole.subarray(0, from?.start), whole.subarray(to?.start)]);
  writeFileSync(file(), cut);
  expect((await refusal()).message).toMatch(`damaged at byte ${from?.start} (record 5 instead of record 3)`);
  await using drive = await openSimulatedDrive(file(), { damaged: 'read' });
  expect(await readable(drive, SECOND_LBA, SECOND)).toBe(310);
});

test('a damaged file header is damage', async () => {
  const whole = await burned();
  writeFileSync(file(), Buffer.from(whole).fill(0, 0, HEADER_BYTES));
  expect((await refusal()).message).toMatch(/damaged at byte 0 \(the file header\)/);
  await using drive = await openSimulatedDrive(file(), { damaged: 'read' });
  expect(await readable(drive, 0, FIRST)).toBe(320);
});

test('a changed byte in the last structure is damage; the structure before it is used', async () => {
  const whole = await burned();
  const last = recordsIn(whole).at(-1);
  const changed = Buffer.from(whole);
  changed.write('x', (last?.start ?? 0) + HEADER_BYTES + 5);
  writeFileSync(file(), changed);
  expect((await refusal()).message).toMatch(`damaged at byte ${last?.start} (the checksum`);
  await using drive = await openSimulatedDrive(file(), { damaged: 'read' });
  expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Appendable });
  expect(await readable(drive, SECOND_LBA, SECOND)).toBe(310);
});

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const NOTHING = new Uint8Array();
const BLANK = { medium: 'CD-R 80', sessions: [], pma: [], openTrack: null, complete: false };
const TRACK = { number: 1, startLba: 0, lengthBlocks: 300, control: 0, copy: false, blockBytes: 2_352 };

const IMPOSSIBLE: readonly [string, Partial<RecordHeader>, Uint8Array, RegExp][] = [
  ['an unknown kind', { kind: 9 }, NOTHING, /kind 9/],
  ['no block size', { kind: RecordKind.Zeros, lengthBlocks: 5 }, NOTHING, /blocks of 0 bytes/],
  ['huge blocks', { kind: RecordKind.Zeros, lengthBlocks: 5, blockBytes: 60_000 }, NOTHING, /blocks of 60000 bytes/],
  ['no blocks', { kind: RecordKind.Erased }, NOTHING, /0 blocks/],
  ['too many blocks', { kind: RecordKind.Erased, lengthBlocks: 4_294_967_295 }, NOTHING, /4294967295 blocks/],
  [
    'an impossible address',
    { kind: RecordKind.Erased, lengthBlocks: 1, lba: 2_000_000_000 },
    NOTHING,
    /LBA 2000000000/,
  ],
  ['another length', { kind: 1, lengthBlocks: 2, blockBytes: 2_352 }, new Uint8Array(9), /9 bytes instead of 4704/],
  ['a huge structure', { payloadBytes: 4_294_967_295 }, NOTHING, /a structure of 4294967295 bytes/],
  ['a structure that is not JSON', {}, utf8('{"medium":'), /impossible structure: .*JSON/],
  ['a structure that is not UTF-8', {}, Uint8Array.of(0x22, 0xff, 0x22), /impossible structure/],
  ['a structure of something else', {}, utf8('[]'), /impossible structure: .*expected object/],
  [
    'a track of impossible length',
    {},
    utf8(JSON.stringify({ ...BLANK, openTrack: { ...TRACK, lengthBlocks: 1e15 } })),
    /openTrack\.lengthBlocks/,
  ],
  [
    'a track that leaves the disc',
    {},
    utf8(JSON.stringify({ ...BLANK, openTrack: { ...TRACK, startLba: 400_000, lengthBlocks: 300_000 } })),
    /within the disc/,
  ],
];

test.each(IMPOSSIBLE)('a record with %s is an error with its offset', async (_name, values, payload, words) => {
  const whole = await burned();
  const record = encodeRecordHeader({
    kind: RecordKind.Structure,
    blockBytes: 0,
    lba: 0,
    lengthBlocks: 0,
    payloadBytes: payload.length,
    payloadCrc: crc32(payload),
    sequence: recordsIn(whole).length,
    ...values,
  });
  const bytes = Buffer.concat([whole, record, payload]);
  writeFileSync(file(), bytes);
  const error = await refusal();
  expect(error.message).toMatch(words);
  expect(error.message).toContain(`damaged at byte ${whole.length} `);
  await using drive = await openSimulatedDrive(file(), { damaged: 'read' });
  expect(await readable(drive, 0, FIRST)).toBe(320);
  expect(readFileSync(file()).equals(bytes)).toBe(true);
});

test('a file in which nothing says what is on the disc cannot be read', async () => {
  const blank = encodeFileHeader(CD_VERSION);
  writeFileSync(file(), Buffer.concat([blank, Buffer.alloc(200, 7)]));
  const error = await rejectionOf(openSimulatedDrive(file(), { damaged: 'read' }), TransportError);
  expect(error.message).toMatch(/damaged at byte 32 .*no other record says what is on it/);
});

describe('symbolic links', () => {
  test('to nothing are not followed to create a disc', async () => {
    symlinkSync(file('elsewhere'), file());
    expect((await refusal()).message).toMatch(/symbolic link to a file that does not exist/);
    expect(readdirSync(folder)).toEqual(['my.disc']);
  });

  test('in the way of the file that replaces an erased disc are removed, not followed', async () => {
    writeFileSync(file('precious'), 'words');
    await (await openSimulatedDrive(file(), { medium: 'CD-RW' })).close();
    symlinkSync(file('precious'), file('my.disc.discwright-new'));
    await using drive = await openSimulatedDrive(file());
    await asCd(drive.burner.disc).erase();
    expect(readFileSync(file('precious'), 'utf8')).toBe('words');
  });
});
