import { HEADER_BYTES, RAW_BLOCK_BYTES, SECTOR_BYTES, SYNC_BYTES } from '../../../cd/geometry.ts';
import { scrambled } from '../../../cd/scramble.ts';
import { mode1Sector } from '../../../cd/sector.ts';
import { rawSubChannel } from '../../../cd/sub-channel.ts';
import { openReader } from '../../engine/open-reader.ts';
import { isAudio, type TrackFormat, TrackFormats } from '../../engine/track-format.ts';
import type { TrackReader, TrackSource } from '../../engine/track-source.ts';
import type { BlockSubcode } from './program-q.ts';

/** Blocks of a whole sector and raw sub-channels. */
export const RAW_FORMAT: TrackFormat = {
  ...TrackFormats.audio,
  name: 'raw blocks',
  blockBytes: RAW_BLOCK_BYTES,
  readsBack: false,
};

export interface RawBlocks {
  readonly name: string;
  readonly startLba: number;
  readonly lengthBlocks: number;
  /** The format of the main channel. */
  readonly format: TrackFormat;
  /** What is in it; zeros unless given. */
  readonly source?: TrackSource;
  subcode(lba: number): BlockSubcode;
  /** R to W of a block, in the low six bits of 96 bytes; zero unless given. */
  rToW?(block: number): Uint8Array;
}

/** The main channel of a block of data: a whole, scrambled sector (ECMA-130 clauses 14 to 16). That of audio is as it is. */
const sectorOf = (lba: number, userData: Uint8Array): Uint8Array => scrambled(mode1Sector(lba, userData));

/** Adds R to W to P and Q, whose bits they leave free. */
function addCodes(channels: Uint8Array, codes: Uint8Array): void {
  for (let at = 0; at < channels.length; at++) channels[at] = (channels[at] ?? 0) + (codes[at] ?? 0);
}

/** The part of such a block that is read back: what {@link sectorOf} made the main channel of. */
export function userDataOf(format: TrackFormat, block: Uint8Array): Uint8Array {
  const sector = block.subarray(0, SECTOR_BYTES);
  return isAudio(format)
    ? sector
    : scrambled(sector)
        .subarray(SYNC_BYTES + HEADER_BYTES)
        .subarray(0, format.blockBytes);
}

/** Blocks as RAW writing sends them, made while they are read. */
export const rawSource = (blocks: RawBlocks): TrackSource => ({
  name: blocks.source?.name ?? blocks.name,
  lengthBytes: blocks.lengthBlocks * RAW_BLOCK_BYTES,
  repeatable: blocks.source?.repeatable ?? true,
  format: RAW_FORMAT,
  openReader: async () => rawReader(blocks, blocks.source && (await openReader(blocks.source))),
});

function rawReader(
  { startLba, format, source, subcode, rToW }: RawBlocks,
  reader: TrackReader | undefined,
): TrackReader {
  const { blockBytes } = format;
  let block = 0;
  let leftBytes = source?.lengthBytes ?? 0;
  /** What is left of a block that did not fit. */
  let rest = new Uint8Array(0);

  /** Fills `target` with what is next in the source, then with zeros. */
  async function readUserData(target: Uint8Array): Promise<void> {
    const wanted = Math.min(leftBytes, target.length);
    if (reader !== undefined && wanted > 0) await fill(reader, target.subarray(0, wanted));
    leftBytes -= wanted;
    target.fill(0, reader === undefined ? 0 : wanted);
  }

  /** Makes the next block in this memory. */
  async function make(raw: Uint8Array): Promise<void> {
    const lba = startLba + block;
    const main = raw.subarray(0, SECTOR_BYTES);
    if (isAudio(format)) await readUserData(main);
    else {
      const userData = new Uint8Array(blockBytes);
      await readUserData(userData);
      main.set(sectorOf(lba, userData));
    }
    const { q, pause } = subcode(lba);
    raw.set(rawSubChannel(pause, q), SECTOR_BYTES);
    const text = rToW?.(block);
    if (text !== undefined) addCodes(raw.subarray(SECTOR_BYTES), text);
    block++;
  }

  return {
    async read(target) {
      let filled = 0;
      while (filled < target.length) {
        if (rest.length === 0 && target.length - filled >= RAW_BLOCK_BYTES) {
          await make(target.subarray(filled, filled + RAW_BLOCK_BYTES));
          filled += RAW_BLOCK_BYTES;
          continue;
        }
        if (rest.length === 0) {
          rest = new Uint8Array(RAW_BLOCK_BYTES);
          await make(rest);
        }
        const part = rest.subarray(0, target.length - filled);
        target.set(part, filled);
        filled += part.length;
        rest = rest.subarray(part.length);
      }
      return filled;
    },
    close: async () => reader?.close(),
  };
}

async function fill(reader: TrackReader, target: Uint8Array): Promise<void> {
  for (let filled = 0; filled < target.length; ) {
    const got = await reader.read(target.subarray(filled));
    if (got === 0) throw new Error(`it ended ${target.length - filled} bytes short of its announced length`);
    filled += got;
  }
}
