import { DecodeError, type Fields, type Struct, struct, u32, type ValuesOf } from '../codec/index.ts';

/** Raised for every change that an older peer would misunderstand. */
export const PROTOCOL_VERSION = 2;

export const U32_MAX = 0xffff_ffff;

/** The peer does not speak this protocol, or the frame was damaged. The connection can no longer be used. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

/** What each frame begins with, as ASCII: `DWHI`, `DWRQ`, `DWRP`, `DWCT`, `DWCR`, `DWBY`. */
export const Magic = {
  Greeting: 0x4457_4849,
  Request: 0x4457_5251,
  Reply: 0x4457_5250,
  Control: 0x4457_4354,
  ControlReply: 0x4457_4352,
  Farewell: 0x4457_4259,
} as const;
export type Magic = (typeof Magic)[keyof typeof Magic];

const beginning = struct(4, { magic: u32(0) });

/** Every frame begins with its magic number and the version. */
export const MAGIC_BYTES = beginning.lengthBytes;

/**
 * What kind of frame these bytes begin.
 * @param name what was expected, in errors
 * @throws ProtocolError if it is none of the expected ones
 */
export function magicOf<M extends Magic>(name: string, expected: readonly M[], bytes: Uint8Array): M {
  const { magic } = beginning.decode(bytes);
  const found = expected.find((each) => each === magic);
  if (found === undefined) throw notOurs(name);
  return found;
}

const notOurs = (name: string): ProtocolError =>
  new ProtocolError(`something other than ${name} of the discwright drive protocol`);

/** The lowest and the highest valid value of the numbers in a frame. */
export type Bounds<F extends Fields> = { readonly [K in keyof F]?: readonly [lowest: number, highest: number] };

type FrameFields = Fields & { readonly magic: ReturnType<typeof u32>; readonly version: unknown };

/**
 * Decodes the fixed part of a frame and checks every number in it before anything is reserved or read because of it.
 * @param name `a request`, in errors
 * @throws ProtocolError
 */
export function decodeFrame<F extends FrameFields>(
  name: string,
  layout: Struct<F>,
  expected: Magic,
  bounds: Bounds<F>,
  frame: Uint8Array,
): ValuesOf<F> {
  const values = decode(layout, frame);
  const numbers = values as Readonly<Record<string, unknown>>;
  if (numbers['magic'] !== expected) throw notOurs(name);
  if (numbers['version'] !== PROTOCOL_VERSION) {
    throw new ProtocolError(`${name} of protocol version ${numbers['version']}; this is version ${PROTOCOL_VERSION}`);
  }
  for (const [field, [lowest, highest]] of Object.entries(bounds) as [string, readonly [number, number]][]) {
    const value = Number(numbers[field]);
    if (value < lowest || value > highest) {
      throw new ProtocolError(`${name} with ${inWords(field)} ${value}, which must be ${lowest} to ${highest}`);
    }
  }
  return values;
}

function decode<F extends Fields>(layout: Struct<F>, frame: Uint8Array): ValuesOf<F> {
  try {
    return layout.decode(frame);
  } catch (error) {
    if (error instanceof DecodeError) throw new ProtocolError(error.message);
    throw error;
  }
}

const inWords = (field: string): string => field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

export const wholeMs = (milliseconds: number): number => Math.min(Math.max(0, Math.ceil(milliseconds)), U32_MAX);

const MICROSECONDS = 1_000_000;

/** The drive's time in a frame: two numbers from this byte onward. */
export const clockFields = (byte: number) => ({ clockSeconds: u32(byte, 's'), clockMicroseconds: u32(byte + 4, 'µs') });

export const CLOCK_BOUNDS = { clockMicroseconds: [0, MICROSECONDS - 1] } as const;

interface WireClock {
  readonly clockSeconds: number;
  readonly clockMicroseconds: number;
}

export function wireClock(milliseconds: number): WireClock {
  const microseconds = Math.round(milliseconds * 1_000);
  const clockSeconds = Math.min(Math.floor(microseconds / MICROSECONDS), U32_MAX);
  return { clockSeconds, clockMicroseconds: microseconds % MICROSECONDS };
}

export const clockMs = ({ clockSeconds, clockMicroseconds }: WireClock): number =>
  clockSeconds * 1_000 + clockMicroseconds / 1_000;
