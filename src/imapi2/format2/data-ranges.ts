import { USER_DATA_BYTES } from '../../cd/geometry.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { ByteReader, ByteStream } from '../core/stream-data.ts';
import type { IBlockRange } from '../interfaces/index.ts';

/** Of a stream whose first sector is sector 0 of the disc: what of it is written. */
export interface StreamRange {
  readonly lba: number;
  readonly source: ByteStream;
}

/**
 * The sectors that a stream wants written, where it says so: as in IMAPI2, the object that is the stream can be an IBlockRangeList too.
 * @throws E_INVALIDARG for what are not ranges of its sectors
 */
export function rangesOf(stream: ByteStream, member: string): readonly StreamRange[] | undefined {
  const { blockRanges } = stream as { readonly blockRanges?: unknown };
  if (blockRanges === undefined) return undefined;
  const sectors = stream.lengthBytes / USER_DATA_BYTES;
  if (!Array.isArray(blockRanges) || !blockRanges.every((each) => isRange(each, sectors))) {
    const meaning = 'the blockRanges of the stream are not ranges of its sectors';
    throw new ImapiError(HResult.E_INVALIDARG, {
      member,
      meaning,
      remedy: 'Give the BlockRanges of a BlockRangeList.',
    });
  }
  if (!stream.repeatable && blockRanges.length > 1) {
    const meaning = 'the stream can be read only once, and has several blockRanges';
    throw new ImapiError(HResult.E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED, { member, meaning });
  }
  return blockRanges.map((range: IBlockRange) => ({ lba: range.startLba, source: partOf(stream, range) }));
}

function isRange(each: unknown, sectors: number): boolean {
  const { startLba, endLba } = (each ?? {}) as Partial<IBlockRange>;
  if (!Number.isSafeInteger(startLba) || !Number.isSafeInteger(endLba)) return false;
  return 0 <= Number(startLba) && Number(startLba) <= Number(endLba) && Number(endLba) < sectors;
}

const partOf = (stream: ByteStream, { startLba, endLba }: IBlockRange): ByteStream => {
  const lengthBytes = (endLba - startLba + 1) * USER_DATA_BYTES;
  return {
    name: `sectors ${startLba} to ${endLba} of ${stream.name}`,
    lengthBytes,
    repeatable: stream.repeatable,
    async openReader() {
      const reader = await stream.openReader();
      await skip(reader, startLba * USER_DATA_BYTES);
      let left = lengthBytes;
      return {
        async read(target) {
          const got = await reader.read(target.subarray(0, Math.min(target.length, left)));
          left -= got;
          return got;
        },
        close: () => reader.close(),
      };
    },
  };
};

const SKIP_BYTES = 1_048_576;

/** Streams are read from their start. */
async function skip(reader: ByteReader, bytes: number): Promise<void> {
  const waste = new Uint8Array(Math.min(bytes, SKIP_BYTES));
  for (let left = bytes; left > 0; ) {
    const got = await reader.read(waste.subarray(0, Math.min(left, waste.length)));
    if (got === 0) return;
    left -= got;
  }
}
