import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, jest, test } from '@jest/globals';
import { HEADER_BYTES, RecordKind } from '../../../src/simulator/disc-file/format.ts';
import { openDiscFile } from '../../../src/simulator/disc-file/open-disc-file.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { DamagedBlockError } from '../../../src/simulator/media/block-store.ts';
import type { Disc } from '../../../src/simulator/media/disc.ts';
import type { DiscStructure } from '../../../src/simulator/media/structure.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { asCd } from '../../support/cd.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { BLOCK_BYTES, blocks, burnTrack, closeSession, selectPage05 } from '../support.ts';
import { type FoundRecord, firstBlockIn, recordsIn, withoutIndex } from './records.ts';

const path = join(temporaryFolder(), 'my.disc');

beforeEach(() => {
  jest.spyOn(process, 'emitWarning').mockImplementation(() => {});
});

/** Two sessions of short tracks, each mostly padding. */
async function saved(): Promise<Buffer> {
  rmSync(path, { force: true });
  {
    await using drive = await openSimulatedDrive(path);
    await selectPage05(drive, { multiSession: 3 });
    await burnTrack(drive, blocks(4, 1));
    await burnTrack(drive, blocks(3, 2));
    await closeSession(drive);
    await burnTrack(drive, blocks(2, 3));
    await closeSession(drive);
  }
  return readFileSync(path);
}

interface Damage {
  readonly from: number;
  readonly to: number;
  readonly bytes: Buffer;
}

/** The parts of a file in which opening it notices every change if it has no index: all but blocks and their checksums. */
const checkedParts = (records: readonly FoundRecord[]): readonly { start: number; end: number }[] => [
  { start: 0, end: HEADER_BYTES },
  ...records.map(({ start, end, kind }) => ({ start, end: kind === RecordKind.Blocks ? start + HEADER_BYTES : end })),
];

function* damages(whole: Buffer, parts: readonly { start: number; end: number }[]): Generator<Damage> {
  const damaged = (from: number, to: number, change: (byte: number) => number): Damage => {
    const bytes = Buffer.from(whole);
    for (let at = from; at < to; at++) bytes[at] = change(bytes[at] ?? 0);
    return { from, to, bytes };
  };
  const zeroed = (): number => 0;
  const inverted = (byte: number): number => 255 - byte;
  for (const { start, end } of parts) {
    for (let at = start; at < end; at++) {
      yield damaged(at, at + 1, zeroed);
      yield damaged(at, at + 1, inverted);
    }
  }
  for (const length of [1, 32, 512, 4_096]) {
    for (let at = 0; at + length <= whole.length; at += 96) {
      yield damaged(at, at + length, zeroed);
      yield damaged(at, at + length, inverted);
    }
  }
}

/** What the file said before the damage. */
function structureBefore(whole: Buffer, records: readonly FoundRecord[], from: number): DiscStructure | undefined {
  const last = records.findLast(({ kind, end }) => kind === RecordKind.Structure && end <= from);
  if (last === undefined) return undefined;
  return JSON.parse(whole.toString('utf8', last.start + HEADER_BYTES, last.end)) as DiscStructure;
}

const tracksOf = ({ sessions, pma }: DiscStructure) => [...sessions.flatMap(({ tracks }) => tracks), ...pma];

/** The disc, or the error that opening it gives; the file must stay as it is. */
async function open(bytes: Buffer, damaged: 'refuse' | 'read') {
  const opened = await openDiscFile('sim:', path, { damaged }).catch((error: unknown) => error);
  if (opened instanceof TransportError) return opened;
  const { disc, unlock } = opened as Awaited<ReturnType<typeof openDiscFile>>;
  return {
    disc,
    async close() {
      await disc.close();
      await unlock();
      if (!readFileSync(path).equals(bytes)) throw new Error('the file was changed');
    },
  };
}

/** Each block that was recorded before the damage must read as it was written. */
async function requireWhatWasBefore(disc: Disc, before: DiscStructure, original: ReadonlyMap<number, Buffer>) {
  const found = new Map(disc.tracks.map(({ track }) => [track.number, track]));
  for (const track of tracksOf(before)) {
    expect(found.get(track.number)).toMatchObject({ startLba: track.startLba, lengthBlocks: track.lengthBlocks });
    for (let lba = track.startLba; lba < track.startLba + track.lengthBlocks; ) {
      const read = await disc.read(lba, track.startLba + track.lengthBlocks - lba);
      if (read === undefined) throw new Error(`LBA ${lba} is lost`);
      for (let at = 0; at < read.length; at += BLOCK_BYTES, lba++) {
        const expected = original.get(lba) ?? Buffer.alloc(BLOCK_BYTES);
        if (!expected.equals(read.subarray(at, at + BLOCK_BYTES))) throw new Error(`LBA ${lba} reads differently`);
      }
    }
  }
}

const SILENCE = Buffer.alloc(BLOCK_BYTES);

/** No block may read as something that was never written; returns how many cannot be read. */
async function requireNothingFalse(disc: Disc, original: ReadonlyMap<number, Buffer>): Promise<number> {
  let lost = 0;
  for (const { track } of disc.tracks) {
    const end = track.startLba + track.lengthBlocks;
    for (let lba = track.startLba; lba < end; ) {
      const read = await disc.read(lba, end - lba).catch((error: unknown) => {
        if (error instanceof DamagedBlockError) return undefined;
        throw error;
      });
      if (read === undefined) lost++;
      for (let at = 0; at < (read?.length ?? 0); at += BLOCK_BYTES) {
        const expected = original.get(lba + at / BLOCK_BYTES) ?? SILENCE;
        if (!expected.equals(read?.subarray(at, at + BLOCK_BYTES) ?? SILENCE))
          throw new Error(`LBA ${lba}: false bytes`);
      }
      lba += read === undefined ? 1 : read.length / BLOCK_BYTES;
    }
  }
  return lost;
}

/** The bytes of every block that was written. */
function blocksIn(whole: Buffer, records: readonly FoundRecord[]): Map<number, Buffer> {
  const original = new Map<number, Buffer>();
  for (const record of records.filter(({ kind }) => kind === RecordKind.Blocks)) {
    for (let block = 0; block < record.lengthBlocks; block++) {
      const at = firstBlockIn(record) + block * BLOCK_BYTES;
      original.set(record.lba + block, whole.subarray(at, at + BLOCK_BYTES));
    }
  }
  return original;
}

test('any part of a saved disc with an index zeroed or changed: no block ever reads as what was not written', async () => {
  const whole = await saved();
  const records = recordsIn(whole);
  const original = blocksIn(whole, records);
  const index = records.at(-1);
  const indexStart = index?.start ?? 0;
  expect(index?.kind).toBe(RecordKind.Index);
  const outcomes = { byIndex: 0, byRecords: 0, reported: 0, lostBlocks: 0 };
  for (const { from, to, bytes } of damages(whole, [])) {
    if (bytes.equals(whole)) continue;
    try {
      writeFileSync(path, bytes);
      const strict = await open(bytes, 'refuse');
      if (strict instanceof TransportError) {
        outcomes.reported++;
        // Opening reads the header of the file, the index, and only if one of them is damaged anything else.
        expect(from < HEADER_BYTES || to > indexStart).toBe(true);
        continue;
      }
      const lost = await requireNothingFalse(asCd(strict.disc), original);
      await strict.close();
      outcomes.lostBlocks += lost;
      if (to > indexStart) outcomes.byRecords++;
      else {
        outcomes.byIndex++;
        const ofBlocks = records.some(
          ({ kind, start, end }) => kind === RecordKind.Blocks && start + HEADER_BYTES < to && from < end,
        );
        expect(lost > 0).toBe(ofBlocks);
      }
    } catch (cause) {
      throw new Error(`bytes ${from} to ${to - 1}`, { cause });
    }
  }
  console.log(`with an index: ${JSON.stringify(outcomes)}`);
  expect(outcomes.byIndex).toBeGreaterThan(500);
  expect(outcomes.byRecords).toBeGreaterThan(0);
  expect(outcomes.lostBlocks).toBeGreaterThan(0);
});

test('any part of a saved disc zeroed or changed: what was recorded before it is read, and the file stays as it is', async () => {
  const whole = withoutIndex(await saved());
  const records = recordsIn(whole);
  const original = blocksIn(whole, records);
  let runs = 0;
  const outcomes = { opened: 0, reported: 0, nothingLeft: 0 };
  for (const { from, to, bytes } of damages(whole, checkedParts(records))) {
    if (bytes.equals(whole)) continue;
    runs++;
    try {
      writeFileSync(path, bytes);
      const before = structureBefore(whole, records, from);
      const strict = await open(bytes, 'refuse');
      const part = checkedParts(records).find(({ start, end }) => start < to && end > from);
      if (strict instanceof TransportError) {
        outcomes.reported++;
        const [, position] = /damaged at byte (\d+) /.exec(strict.message) ?? [];
        if (position !== undefined) expect(Number(position)).toBe(part?.start);
        else if (before !== undefined) throw strict;
      } else {
        outcomes.opened++;
        await requireNothingFalse(asCd(strict.disc), original);
        await strict.close();
        // Only zeros to the end of the file may be what a power cut left.
        if (part !== undefined) expect(to).toBe(whole.length);
      }
      const lenient = await open(bytes, 'read');
      if (lenient instanceof TransportError) {
        outcomes.nothingLeft++;
        if (before !== undefined) throw lenient;
      } else {
        if (before !== undefined) await requireWhatWasBefore(asCd(lenient.disc), before, original);
        await requireNothingFalse(asCd(lenient.disc), original);
        await lenient.close();
      }
      expect(readFileSync(path).equals(bytes)).toBe(true);
    } catch (cause) {
      throw new Error(`bytes ${from} to ${to - 1}`, { cause });
    }
  }
  console.log(`${runs} damages of a file of ${whole.length} bytes: ${JSON.stringify(outcomes)}`);
  expect(outcomes.reported).toBeGreaterThan(outcomes.opened);
});
