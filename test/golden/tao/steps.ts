import { fromHex, toHex } from '../../../src/codec/index.ts';
import type { AnsweredReply, ScsiRequest } from '../../../src/transport/transport.ts';
import { fixtureLines } from '../exchanges.ts';

/** One command of a burn and its answer, as bytes: the comparison does not use our own declarations. */
export interface Step {
  readonly cdb: Uint8Array;
  readonly out?: Uint8Array;
  readonly in?: Uint8Array;
  readonly timeoutMs: number;
  readonly status: number;
  readonly sense?: Uint8Array;
}

interface Line {
  readonly run: string;
  readonly cdb: string;
  readonly out?: string;
  readonly in?: string;
  readonly timeoutMs: number;
  readonly status: number;
  readonly sense?: string;
}

const lines = [...fixtureLines<Line>('golden/tao-runs.jsonl'), ...fixtureLines<Line>('golden/data-runs.jsonl')];

const bytesIn = <K extends string>(name: K, hex: string | undefined) =>
  (hex === undefined ? {} : { [name]: fromHex(hex) }) as { [key in K]?: Uint8Array };

/** What a program sent in one of the runs of tao-runs.jsonl and data-runs.jsonl in fixtures/golden. */
export function recordedSteps(run: string): Step[] {
  const own = lines.filter((line) => line.run === run);
  if (own.length === 0) throw new Error(`no run ${run}`);
  return own.map(({ cdb, out, in: answered, timeoutMs, status, sense }) => ({
    cdb: fromHex(cdb),
    ...bytesIn('out', out),
    ...bytesIn('in', answered),
    timeoutMs,
    status,
    ...bytesIn('sense', sense),
  }));
}

/** One of our own steps. */
export function stepOf({ cdb, data, timeoutMs }: ScsiRequest, reply: AnsweredReply): Step {
  const written = cdb[0] === Opcode.Write;
  return {
    cdb: Uint8Array.from(cdb),
    ...(data.direction === 'out' && !written ? { out: Uint8Array.from(data.bytes) } : {}),
    ...(data.direction === 'in' ? { in: Uint8Array.from(reply.data) } : {}),
    timeoutMs,
    status: reply.status,
    sense: Uint8Array.from(reply.sense),
  };
}

export const Opcode = {
  TestUnitReady: 0x00,
  StartStop: 0x1b,
  PreventAllow: 0x1e,
  Write: 0x2a,
  SynchronizeCache: 0x35,
  ReadToc: 0x43,
  ReadDiscInformation: 0x51,
  ReadTrackInformation: 0x52,
  ReserveTrack: 0x53,
  SendOpc: 0x54,
  ModeSelect: 0x55,
  CloseTrackSession: 0x5b,
  ReadBufferCapacity: 0x5c,
  SendCueSheet: 0x5d,
  SetCdSpeed: 0xbb,
} as const;

const u16 = (bytes: Uint8Array, at: number): number => (bytes[at] ?? 0) * 256 + (bytes[at + 1] ?? 0);
export const i32 = (bytes: Uint8Array, at: number): number =>
  new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getInt32(at);

export const is = ({ cdb }: Step, opcode: number): boolean => cdb[0] === opcode;
export const succeeded = ({ status }: Step): boolean => status === 0x00;
export const writeOf = ({ cdb }: Step) => ({ lba: i32(cdb, 2), blocks: u16(cdb, 7) });
/** Page 05h of a MODE SELECT(10); undefined for another page or none. */
export const pageOf = ({ cdb, out }: Step): Uint8Array | undefined =>
  cdb[0] === Opcode.ModeSelect && out !== undefined && (out[8] ?? 0) % 64 === 5 ? out.subarray(8) : undefined;
export const hexOf = (bytes: Uint8Array): string => toHex(bytes, ' ');

/** READ TRACK INFORMATION of the track that is written next. */
export const isWhereNext = ({ cdb }: Step): boolean =>
  cdb[0] === Opcode.ReadTrackInformation && (cdb[1] ?? 0) % 4 === 1 && i32(cdb, 2) === 0xff;
