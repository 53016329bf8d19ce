import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import { fromHex } from '../../src/codec/index.ts';
import { readCdText } from '../../src/mmc/commands/read-cd-text.ts';
import { DiscStatus, SessionState } from '../../src/mmc/commands/read-disc-information.ts';
import { decodeSense, senseTripleText } from '../../src/scsi/sense.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import type { DataPhase, ResendPolicy } from '../../src/transport/transport.ts';
import { READ_TRACK_INFORMATION, SEND_CUE_SHEET, TEST_UNIT_READY, WRITE } from '../support/cdb.ts';
import { BLOCK_BYTES, blocks, discInformation, RESEND, run, trackInformation } from './support.ts';
import { leadInBlocks, packsOf } from './write-types/whole-sessions.ts';

interface RecordedRequest {
  readonly op: string;
  readonly cdb: string;
  readonly dir: 'none' | 'to' | 'from';
  readonly len: number;
  readonly timeout_ms: number;
  readonly out?: string;
  readonly status: number;
  /** `5/24/00`. */
  readonly sense?: string;
}

const recorded = (name: string): RecordedRequest[] =>
  readFileSync(new URL(`../../fixtures/traces/${name}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as RecordedRequest);

const INCOMPLETE = 0xff;

/** As cdrskin waits for a command sent with Immed set. */
const UNTIL_READY: ResendPolicy = {
  senses: [{ key: 2, asc: 0x04, ascq: 0x07 }],
  statuses: [],
  waitsMs: [500],
  limitMs: 3_600_000,
};

/** Commands that a DVD recorder knows and a recorder of CDs alone does not. */
const ANSWERED_OTHERWISE: ReadonlySet<string> = new Set(['READ DISC STRUCTURE: 5/20/00']);

/** The recorded emulator does not write packed sub-channels, for which wodim asks all drives; this drive does. */
const asksForPackedSubChannels = ({ op, out }: RecordedRequest): boolean =>
  op.startsWith('MODE SELECT') && /^.{16}0532.3.4.2/.test(out ?? '');

/**
 * Sends what a program sent. Only the addresses of WRITE are this drive's own, as the program would have taken them from
 * READ TRACK INFORMATION: the recorded emulator has no run-out. Resolves with the commands whose status and sense differ
 * from those of that emulator.
 */
async function repeat(drive: SimulatedDrive, requests: readonly RecordedRequest[]): Promise<string[]> {
  const differing: string[] = [];
  let nextLba = 0;
  let sessionAtOnce = false;
  for (const request of requests) {
    const cdb = fromHex(request.cdb);
    const fields = new DataView(cdb.buffer);
    if (cdb[0] === SEND_CUE_SHEET) sessionAtOnce = true;
    if (cdb[0] === WRITE && !sessionAtOnce) {
      fields.setInt32(2, nextLba);
      nextLba += fields.getUint16(7);
    }
    const { timeout_ms: timeoutMs } = request;
    const resend = cdb[0] === TEST_UNIT_READY ? UNTIL_READY : RESEND;
    const reply = await drive.send({ cdb, data: dataPhase(request, cdb), timeoutMs, resend });
    if (reply.outcome !== 'answered') throw new Error('skipped without a chain');
    const answer = reply.status === 0x00 ? 'GOOD' : senseTripleText(decodeSense(reply.sense)).toLowerCase();
    const recordedAnswer = request.status === 0x00 ? 'GOOD' : request.sense;
    const known = ANSWERED_OTHERWISE.has(`${request.op}: ${answer}`) || asksForPackedSubChannels(request);
    if (answer !== recordedAnswer && !known) {
      differing.push(`${request.op} ${request.cdb}: ${answer} instead of ${recordedAnswer}`);
    }
    if (reply.status === 0x00 && cdb[0] === READ_TRACK_INFORMATION && cdb[5] === INCOMPLETE) {
      nextLba = new DataView(reply.data.buffer, reply.data.byteOffset).getInt32(12);
    }
  }
  return differing;
}

function dataPhase({ dir, len, out }: RecordedRequest, cdb: Uint8Array): DataPhase {
  if (dir === 'none' || len === 0) return { direction: 'none' };
  if (dir === 'from') return { direction: 'in', lengthBytes: len };
  return { direction: 'out', bytes: cdb[0] === WRITE ? payload(len) : fromHex(out ?? '') };
}

/** Audio, or a block of the lead-in with CD-TEXT. */
const payload = (lengthBytes: number): Uint8Array =>
  lengthBytes % BLOCK_BYTES === 0 ? blocks(lengthBytes / BLOCK_BYTES) : leadInBlocks(PACKS, lengthBytes / 96);

const PACKS = packsOf([
  {
    language: 9,
    characterCode: 0,
    firstTrack: 1,
    album: { title: 'Three Tracks' },
    tracks: [{ title: 'One' }, {}, {}],
  },
]);

/** Where each of these tracks begins and how long it is. */
async function extentsOf(drive: SimulatedDrive, tracks: readonly number[]): Promise<[number, number][]> {
  const extents: [number, number][] = [];
  for (const track of tracks) {
    const { startLba, lengthBlocks } = await trackInformation(drive, track);
    extents.push([startLba, lengthBlocks]);
  }
  return extents;
}

describe('the commands of other programs', () => {
  test.each([
    ['wodim 1.1.11 -tao -multi', 'wodim-tao-multi.jsonl', DiscStatus.Appendable, SessionState.Empty],
    ['cdrskin 1.5.4 -tao', 'cdrskin-tao.jsonl', DiscStatus.Complete, SessionState.Complete],
  ])('%s burns three tracks', async (_, name, discStatus, lastSessionState) => {
    await using drive = new SimulatedDrive();
    expect(await repeat(drive, recorded(name))).toEqual([]);
    expect(await extentsOf(drive, [1, 2, 3])).toEqual([
      [0, 375],
      [375 + 152, 525],
      [375 + 525 + 2 * 152, 338],
    ]);
    expect(await discInformation(drive)).toMatchObject({ discStatus, lastSessionState });
  });

  test.each([
    // wodim takes the pregap of each track from the end of the one before.
    [
      'wodim 1.1.11 -sao -text',
      'wodim-sao-text.jsonl',
      [
        [0, 225],
        [375, 375],
        [900, 338],
      ],
      true,
    ],
    [
      'cdrskin 1.5.4 -sao -text',
      'cdrskin-sao-text.jsonl',
      [
        [0, 375],
        [375, 525],
        [900, 338],
      ],
      true,
    ],
    [
      'cdrdao 1.2.4 write',
      'cdrdao-write.jsonl',
      [
        [0, 375],
        [525, 525],
        [1200, 338],
      ],
      false,
    ],
  ])('%s burns three tracks as one session', async (_, name, expected, cdText) => {
    await using drive = new SimulatedDrive();
    expect(await repeat(drive, recorded(name))).toEqual([]);
    expect(await extentsOf(drive, [1, 2, 3])).toEqual(expected);
    expect(await discInformation(drive)).toMatchObject({
      discStatus: DiscStatus.Complete,
      lastSessionState: SessionState.Complete,
    });
    const { entries } = await run(drive, readCdText({ allocationLength: 4_000 }));
    expect(entries).toHaveLength(cdText ? PACKS.length / 18 : 0);
  });
});
