import { writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { readCapabilities } from '../../src/drive/drive-capabilities.ts';
import { readDiscTexts } from '../../src/read/disc-texts.ts';
import { readAudioBlocks } from '../../src/read/read-blocks.ts';
import { readTableOfContents } from '../../src/read/table-of-contents.ts';
import {
  encodeControl,
  encodeControlReply,
  encodeFarewell,
  Farewell,
  Operation,
  Outcome,
} from '../../src/server/control.ts';
import { clientFrames, serverFrames } from '../../src/server/frames.ts';
import { encodeGreeting, encodeReply, encodeRequest } from '../../src/server/protocol.ts';
import {
  CD_VERSION,
  encodeFileHeader,
  encodeRecordHeader,
  HEADER_BYTES,
} from '../../src/simulator/disc-file/format.ts';
import { discIn } from '../../src/simulator/disc-file/saved-disc.ts';
import { readFaults } from '../../src/simulator/faults/index.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { exchanges } from '../golden/exchanges.ts';
import { checkCondition, good, TamperedTransport } from '../support/tampered-transport.ts';
import type { Target } from './fuzz.ts';
import { mutated, mutatedText } from './mutate.ts';

/** Chunks of this many bytes, as a socket might deliver them. */
async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const chunkSize = fc.constantFrom(7, 64, 5_000);

const request = { timeoutMs: 10_000, sharesClock: false };
const REQUESTS = Buffer.concat([
  encodeRequest({ ...request, id: 1, cdb: new Uint8Array(6), data: { direction: 'none' } }),
  encodeControl({ id: 2, operation: Operation.TakeExclusive, milliseconds: 0, text: 'a program' }),
  encodeRequest({ ...request, id: 3, cdb: new Uint8Array(12).fill(0x12), data: { direction: 'in', lengthBytes: 36 } }),
  encodeRequest({ ...request, id: 4, cdb: new Uint8Array(10), data: { direction: 'out', bytes: new Uint8Array(99) } }),
]);
const answer = { status: 0, hostStatus: 0, durationMs: 3, residualBytes: 0, nowMs: 12 };
const statistics = { links: 1, ruinedTracks: 0, refusedWrites: 2, lowWaterBytes: 3, bufferBytes: 4 };
const REPLIES = Buffer.concat([
  encodeGreeting({ simulated: true, virtualTime: true, maxTransferBytes: 65_536, nowMs: 1 }),
  encodeReply({ ...answer, id: 1, sense: new Uint8Array(), data: new Uint8Array(36) }),
  encodeControlReply({ id: 2, outcome: Outcome.Done, text: '', nowMs: 7, statistics }),
  encodeReply({ ...answer, id: 3, status: 2, sense: new Uint8Array(18).fill(0x70), data: new Uint8Array() }),
  encodeFarewell({ reason: Farewell.MadeRoom, text: 'another client came' }),
]);

type Frames = (chunks: AsyncIterable<Uint8Array>) => AsyncIterable<unknown>;

const frames = (name: string, sample: Uint8Array, read: Frames): Target<readonly [Uint8Array, number]> => ({
  name,
  count: 12_000,
  inputs: fc.tuple(mutated([sample]), chunkSize),
  errors: ['ProtocolError'],
  async run([bytes, size]) {
    const found: unknown[] = [];
    for await (const frame of read(inChunks(bytes, size))) found.push(frame);
    // A request for data reserves no memory before the drive has it.
    return found.map((frame) => ({ ...(frame as object), data: undefined }));
  },
});

const FAULTS: readonly string[] = [
  '[{"at":{"command":"WRITE(10)","nth":100},"does":{"sense":"3/0C/00"}}]',
  '[{"at":{"opcode":42,"lba":150,"random":{"seed":1,"chance":0.5}},"does":{"shortData":8},"times":"always"},{"does":{"scratch":{"fromLba":0,"toLba":9,"kind":"c2"}}}]',
  '[{"at":{"timeMs":1000},"does":{"sense":"2/04/08","deferred":true,"progress":0.5,"fieldPointer":{"in":"cdb","byte":1,"bit":7}},"times":3}]',
];
const FAULT_WORDS =
  '"at"|"does"|"times"|"always"|"sense"|"3/0C/00"|"reset"|true|"powerLoss"|"gone"|"wear"|"seed"|-1|0|1e308|1.5|null|[]|{}|""|"__proto__"|"opcode"|256|"staleData"|4294967296'.split(
    '|',
  );

const faults = (folder: string): Target<string> => ({
  name: 'files of faults',
  count: 10_000,
  inputs: mutatedText(FAULTS, FAULT_WORDS),
  errors: ['TransportError'],
  async run(text) {
    const path = join(folder, 'faults.json');
    writeFileSync(path, text);
    const found = await readFaults(path, { device: 'sim:' });
    return new SimulatedDrive({ faults: found }).path;
  },
});

/** Checksums that fit, so that what they protect is reached: every other input gets them. */
function withChecksums(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy.set(encodeFileHeader(CD_VERSION));
  const { buffer } = copy;
  for (let at = HEADER_BYTES, sequence = 0; at + HEADER_BYTES <= copy.length; sequence++) {
    const view = new DataView(buffer, at, HEADER_BYTES);
    const payloadBytes = view.getUint32(12);
    const header = {
      kind: view.getUint8(0),
      blockBytes: view.getUint16(2),
      lba: view.getInt32(4),
      lengthBlocks: view.getUint32(8),
      payloadBytes,
      payloadCrc: view.getUint32(16),
      sequence,
    };
    copy.set(encodeRecordHeader(header), at);
    at += HEADER_BYTES + payloadBytes;
  }
  return copy;
}

const discs = (folder: string, samples: readonly Uint8Array[]): Target<readonly [Uint8Array, boolean, boolean]> => ({
  name: 'saved discs',
  count: 6_000,
  inputs: fc.tuple(mutated(samples), fc.boolean(), fc.boolean()),
  errors: ['NotASavedDiscError', 'SenseError', 'DecodeError'],
  async run([bytes, checked, tolerant]) {
    const path = join(folder, 'fuzz.disc');
    writeFileSync(path, checked && bytes.length >= HEADER_BYTES ? withChecksums(bytes) : bytes);
    const file = await open(path, 'r');
    const readOnly = { reason: 'this is a test', remedy: 'none' };
    const disc = await discIn(path, file, { damaged: tolerant ? 'read' : 'refuse' }, readOnly).catch(async (error) => {
      await file.close();
      throw error;
    });
    await using simulated = new SimulatedDrive({ disc });
    const drive = new Drive(simulated);
    const state = await readDiscState(drive);
    if (state.status === 'blank') return state;
    return [state, await readTableOfContents(drive), await readAudioBlocks(drive, { startLba: 0, lengthBlocks: 3 })];
  },
});

/** Recorded replies and senses to commands with an opcode. */
const recordedFor = (opcode: number) =>
  exchanges.filter(({ cdb, in: bytes, sense }) => cdb[0] === opcode && (bytes ?? sense) !== undefined);
const byOpcode = new Map(Array.from({ length: 256 }, (_, opcode) => [opcode, recordedFor(opcode)]));

/** A drive that gives every command a recorded reply to some command with its opcode, changed. */
const strange: Target<readonly (readonly [Uint8Array, number])[]> = {
  name: 'drives with strange replies',
  count: 3_000,
  inputs: fc.array(fc.tuple(fc.uint8Array({ minLength: 3, maxLength: 3 }), fc.nat(0xff_ffff)), {
    minLength: 1,
    maxLength: 12,
  }),
  errors: ['SenseError', 'StatusError', 'DecodeError', 'TransportError', 'StillBusyError'],
  async run(choices) {
    let sent = 0;
    const transport = new TamperedTransport(new SimulatedDrive(), ({ cdb, data }, next) => {
      const [[place = 0, value = 0, kind = 0], pick] = choices[sent++ % choices.length] ?? [new Uint8Array(3), 0];
      const known = byOpcode.get(cdb[0] ?? 0) ?? [];
      const exchange = known[pick % known.length];
      if (exchange === undefined || sent > 2_000) return next();
      if (exchange.in === undefined)
        return { ...checkCondition(5, 0x24, 0), sense: exchange.sense ?? new Uint8Array() };
      const bytes = Uint8Array.from(exchange.in);
      if (bytes.length > 0 && kind > 60) bytes[place % bytes.length] = value;
      const cut = kind % 5 === 0 ? bytes.subarray(0, place % (bytes.length + 1)) : bytes;
      return good(data.direction === 'in' ? cut.subarray(0, data.lengthBytes) : new Uint8Array());
    });
    const drive = new Drive(transport);
    const state = await readDiscState(drive);
    const warnings: string[] = [];
    const texts = await readDiscTexts(drive, state.tracks, warnings);
    return [
      warnings,
      state,
      await readCapabilities(drive),
      [...texts.tracks],
      await readTableOfContents(drive),
      sent > 2_000,
    ];
  },
};

export const driveTargets = (folder: string, savedDiscs: readonly Uint8Array[]) =>
  [
    frames('what a client sends', REQUESTS, clientFrames),
    frames('what a server sends', REPLIES, serverFrames),
    faults(folder),
    discs(folder, savedDiscs),
    strange,
  ] as const;
