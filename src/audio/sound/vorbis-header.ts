import { viewOf } from '../chunk-header.ts';

/** What is needed of a Vorbis stream's headers to know how many samples its packets have. */
export interface VorbisHeader {
  readonly channels: number;
  readonly sampleRateHz: number;
  /** Samples of a short and a long block. */
  readonly blocks: readonly [number, number];
}

/** The identification header (Vorbis I 4.2.2); undefined if it makes no sense. */
export function decodeVorbisHeader(packet: Uint8Array): VorbisHeader | undefined {
  if (packet.length < 30) return undefined;
  const view = viewOf(packet);
  const sizes = view.getUint8(28);
  const channels = view.getUint8(11);
  const sampleRateHz = view.getUint32(12, true);
  if (channels === 0 || sampleRateHz === 0) return undefined;
  return { channels, sampleRateHz, blocks: [2 ** (sizes & 0x0f), 2 ** ((sizes & 0xf0) / 0x10)] };
}

/** Bits from the lowest of each byte upward (Vorbis I 2.1.4), counted from the start of a packet. */
const bitAt = (bytes: Uint8Array, index: number): number =>
  ((bytes[Math.floor(index / 8)] ?? 0) & (2 ** (index % 8))) === 0 ? 0 : 1;

const numberAt = (bytes: Uint8Array, index: number, width: number): number => {
  let value = 0;
  for (let bit = 0; bit < width; bit++) value += bitAt(bytes, index + bit) * 2 ** bit;
  return value;
};

/** A mode: its block flag, a window and a transform type that are always 0, and its mapping (Vorbis I 4.2.4, "Modes"). */
const MODE_BITS = 41;
const MOST_MODES = 64;

/**
 * Whether each mode has long blocks. The modes are the last of the setup header, before one bit that is set, so they are found
 * from its end: what is before them would have to be decoded to know where they begin.
 */
export function decodeVorbisModes(setup: Uint8Array): readonly boolean[] {
  let end = setup.length * 8 - 1;
  while (end > 0 && bitAt(setup, end) === 0) end--;
  const flags: boolean[] = [];
  let best: readonly boolean[] = [];
  for (let at = end - MODE_BITS; at > 6 && flags.length < MOST_MODES; at -= MODE_BITS) {
    if (numberAt(setup, at + 1, 32) !== 0) break;
    flags.unshift(bitAt(setup, at) === 1);
    // The number of modes, less one, is in six bits before them.
    if (numberAt(setup, at - 6, 6) === flags.length - 1) best = [...flags];
  }
  return best;
}

/** Counts the samples that each packet of sound completes: a quarter of its block and of the one before (Vorbis I 4.3.8). */
export function vorbisPacketCounter(blocks: readonly [number, number]): (packet: Uint8Array) => number {
  let modes: readonly boolean[] | undefined;
  let before = 0;
  return (packet) => {
    // The setup header is the last packet before the sound.
    if (modes === undefined) {
      modes = decodeVorbisModes(packet);
      return 0;
    }
    if (packet.length === 0 || bitAt(packet, 0) === 1) return 0;
    const width = Math.ceil(Math.log2(Math.max(1, modes.length)));
    const block = blocks[modes[numberAt(packet, 1, width)] === true ? 1 : 0];
    const frames = before === 0 ? 0 : before / 4 + block / 4;
    before = block;
    return frames;
  };
}
