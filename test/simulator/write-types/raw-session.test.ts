import { describe, expect, test } from '@jest/globals';
import { decodeCdText } from '../../../src/cd/cd-text/index.ts';
import { crc16 } from '../../../src/cd/crc16.ts';
import { msfOfLba } from '../../../src/cd/msf.ts';
import { scrambled } from '../../../src/cd/scramble.ts';
import { mode1Sector } from '../../../src/cd/sector.ts';
import { sessionsOf } from '../../../src/cd/toc.ts';
import { read10 } from '../../../src/mmc/commands/read-10.ts';
import { readCd, WHOLE_MAIN_CHANNEL } from '../../../src/mmc/commands/read-cd.ts';
import { readCdText } from '../../../src/mmc/commands/read-cd-text.ts';
import { DiscStatus } from '../../../src/mmc/commands/read-disc-information.ts';
import { readIsrc } from '../../../src/mmc/commands/read-sub-channel.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import {
  blocks,
  burnTrack,
  discInformation,
  flush,
  fullToc,
  run,
  selectPage05,
  senseOf,
  trackInformation,
  writeBlocks,
} from '../support.ts';
import { leadInBlocks, packsOf } from './whole-sessions.ts';

const RAW = { writeType: 3, dataBlockType: 3 } as const;
/** Writing may begin anywhere in the lead-in. */
const LEAD_IN = -1_150;
const TRACK_2 = 475;
const LEAD_OUT = 800;

const bcd = (value: number): number => Math.floor(value / 10) * 16 + (value % 10);
const msf = (lba: number): number[] => {
  const { minute, second, frame } = msfOfLba(lba);
  return [bcd(minute), bcd(second), bcd(frame)];
};

/** 12 bytes of Q with their CRC. */
function withCrc(bytes: readonly number[]): Uint8Array {
  const frame = Uint8Array.from([...bytes, 0, 0]);
  const crc = crc16(frame.subarray(0, 10));
  frame.set([Math.floor(crc / 256), crc % 256], 10);
  return frame;
}

/** Entries of the table of contents: control and ADR, point, address. */
const TOC: readonly (readonly [number, number, readonly number[]])[] = [
  [0x01, 0xa0, [1, 0, 0]],
  [0x41, 0xa1, [2, 0, 0]],
  [0x41, 0xa2, msf(LEAD_OUT)],
  [0x01, 0x01, msf(0)],
  [0x41, 0x02, msf(TRACK_2)],
];

function q(lba: number): Uint8Array {
  if (lba < -150) {
    const [control, point, address] = TOC[(lba - LEAD_IN) % TOC.length] ?? [0, 0, []];
    return withCrc([control, 0, point, ...msf(lba), 0, ...address]);
  }
  if (lba === 50) return withCrc([0x03, 0x5d, 0x24, 0x69, 0x54, 0x65, 0x00, 0x33, 0x10, 0x50]);
  const position = (control: number, track: number, index: number, relative: number) =>
    withCrc([control, track, index, ...msf(relative - 150), 0, ...msf(lba)]);
  if (lba >= LEAD_OUT) return position(0x41, 0xaa, 1, lba - LEAD_OUT);
  if (lba >= TRACK_2) return position(0x41, 2, 1, lba - TRACK_2);
  if (lba >= 325) return position(0x41, 2, 0, TRACK_2 - 1 - lba);
  return position(0x01, 1, lba < 0 ? 0 : lba < 200 ? 1 : 2, lba < 0 ? -1 - lba : lba);
}

const dataOf = (lba: number): Uint8Array => new Uint8Array(2048).fill(lba % 256);
const audio = blocks(325 + 150);
const packs = packsOf([
  {
    language: 9,
    characterCode: 0,
    firstTrack: 1,
    album: { title: 'Raw' },
    tracks: [{ title: 'One' }, { title: 'Two' }],
  },
]);
const text = leadInBlocks(packs, -150 - LEAD_IN);

function mainChannel(lba: number): Uint8Array {
  if (lba < -150) return new Uint8Array(2352);
  if (lba < 325) return audio.subarray((lba + 150) * 2352, (lba + 151) * 2352);
  return scrambled(mode1Sector(lba, lba < TRACK_2 ? new Uint8Array(2048) : dataOf(lba)));
}

/** Blocks as RAW 96 has them: main channel, then Q in bit 6 of each sub-channel byte and CD-TEXT in bits 5 to 0. */
function rawBlocks(from: number, to: number): Uint8Array {
  const bytes = new Uint8Array((to - from) * 2448);
  for (let lba = from; lba < to; lba++) {
    const at = (lba - from) * 2448;
    bytes.set(mainChannel(lba), at);
    const frame = q(lba);
    for (let bit = 0; bit < 96; bit++) {
      const rToW = lba < -150 ? (text[(lba - LEAD_IN) * 96 + bit] ?? 0) : bit % 64;
      const qBit = Math.floor((frame[Math.floor(bit / 8)] ?? 0) / 2 ** (7 - (bit % 8))) % 2;
      bytes[at + 2352 + bit] = qBit * 0x40 + rToW;
    }
  }
  return bytes;
}

describe('RAW 96', () => {
  test('the host’s sub-channels define the tracks; data are read unscrambled', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, RAW);
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: -11_634 });
    await writeBlocks(drive, LEAD_IN, rawBlocks(LEAD_IN, -150), 2448);
    await writeBlocks(drive, -150, rawBlocks(-150, LEAD_OUT + 50), 2448);
    await flush(drive);
    expect(await discInformation(drive)).toMatchObject({ discStatus: DiscStatus.Complete });
    const { entries } = await fullToc(drive);
    expect(sessionsOf(entries)).toMatchObject([
      {
        leadOutLba: LEAD_OUT,
        tracks: [
          { number: 1, kind: 'audio', startLba: 0 },
          { number: 2, kind: 'data', startLba: TRACK_2 },
        ],
      },
    ]);
    const cdText = decodeCdText((await run(drive, readCdText({ allocationLength: 4_000 }))).entries);
    expect(cdText).toMatchObject({ damagedPacks: 0, blocks: [{ tracks: [{ title: 'One' }, { title: 'Two' }] }] });
    expect(await run(drive, readIsrc({ track: 1 }))).toMatchObject({ valid: true });
    expect(await run(drive, read10({ lba: TRACK_2, lengthBlocks: 1 }))).toEqual(dataOf(TRACK_2));
    const sector = await run(drive, readCd({ ...WHOLE_MAIN_CHANNEL, sectorType: 2, startLba: 500, lengthBlocks: 1 }));
    expect(sector).toEqual(mode1Sector(500, dataOf(500)));

    const selection = { sectorType: 1, userData: true } as const;
    const raw = await run(drive, readCd({ ...selection, startLba: 100, lengthBlocks: 2, subChannel: 1 }));
    expect(Buffer.compare(raw, rawBlocks(100, 102))).toBe(0);
    const rToW = await run(drive, readCd({ sectorType: 1, startLba: 100, lengthBlocks: 1, subChannel: 4 }));
    expect(Array.from(rToW)).toEqual(Array.from({ length: 96 }, (_, bit) => bit % 64));
    const formatted = await run(drive, readCd({ sectorType: 1, startLba: 210, lengthBlocks: 1, subChannel: 2 }));
    expect(formatted.subarray(0, 12)).toEqual(q(210));
    expect(formatted[2]).toBe(2);
  });

  test('must begin in the lead-in of a blank disc, with a table of contents', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, RAW);
    expect(await senseOf(writeBlocks(drive, -150, rawBlocks(-150, -140), 2448))).toMatchObject({ asc: 0x21, ascq: 2 });
    await writeBlocks(drive, -160, new Uint8Array(10 * 2448), 2448);
    expect(await senseOf(writeBlocks(drive, -150, rawBlocks(-150, -140), 2448))).toMatchObject({ asc: 0x2c, ascq: 0 });
    await using another = new SimulatedDrive();
    await burnTrack(another, blocks(300));
    await selectPage05(another, RAW);
    const answer = await senseOf(writeBlocks(another, LEAD_IN, rawBlocks(LEAD_IN, LEAD_IN + 10), 2448));
    expect(answer).toMatchObject({ key: 5, asc: 0x30, ascq: 5 });
  });

  test('R to W in packs must be zeros', async () => {
    await using drive = new SimulatedDrive();
    await selectPage05(drive, { ...RAW, dataBlockType: 2 });
    const withCodes = rawBlocks(LEAD_IN, LEAD_IN + 20);
    expect(await senseOf(writeBlocks(drive, LEAD_IN, withCodes, 2448))).toMatchObject({ key: 5, asc: 0x64, ascq: 0 });
    const [pBit, qBit] = [0x80, 0x40];
    const withoutCodes = withCodes.map((byte, at) => {
      if (at % 2448 < 2352) return byte;
      return (byte >= pBit ? pBit : 0) + (byte % pBit >= qBit ? qBit : 0);
    });
    await writeBlocks(drive, LEAD_IN, withoutCodes, 2448);
    expect(await trackInformation(drive)).toMatchObject({ nextWritableLba: LEAD_IN + 20 });
  });

  test('the block types of its page: with P and Q, or with P to W, in packs or raw', async () => {
    await using drive = new SimulatedDrive();
    for (const dataBlockType of [1, 2, 3] as const) await selectPage05(drive, { ...RAW, dataBlockType });
    for (const dataBlockType of [0, 8] as const) {
      expect(await senseOf(selectPage05(drive, { ...RAW, dataBlockType }))).toMatchObject({
        asc: 0x26,
        fieldPointer: { in: 'parameters', byte: 8 + 4, bit: 3 },
      });
    }
  });
});
