import { RAW_BLOCK_BYTES, RAW_PQ_BLOCK_BYTES, RAW_SUB_CHANNEL_BYTES, SECTOR_BYTES } from '../../cd/geometry.ts';
import { lbaOfMsf } from '../../cd/msf.ts';
import { formattedQ, isPauseInRaw, qOfRaw, rToW } from '../../cd/sub-channel.ts';
import type { RawSession } from '../../write/index.ts';
import { IMAPI_FORMAT2_RAW_CD_DATA_SECTOR_TYPE as ImageType } from '../core/enums-formats.ts';
import type { ByteReader, ByteStream } from '../core/stream-data.ts';
import { readerOfTurns, type Turn } from '../streams/parts.ts';

/** Where every raw image begins: MSF 95:00:00, which is before the lead-in of any disc. */
export const RAW_IMAGE_START_LBA = lbaOfMsf({ minute: 95, second: 0, frame: 0 });

/** Bytes of a sector in an image of this type. */
export const sectorBytesOf = (type: ImageType): number =>
  type === ImageType.IMAPI_FORMAT2_RAW_CD_SUBCODE_PQ_ONLY ? RAW_PQ_BLOCK_BYTES : RAW_BLOCK_BYTES;

/**
 * The image of a session: lead-in, program and lead-out, sector after sector.
 * @param subcode R to W of each sector of the image
 */
export function rawImageStream({ extents }: RawSession, type: ImageType, subcode: ByteStream | undefined): ByteStream {
  const sectors = extents.reduce((sum, { lengthBlocks }) => sum + lengthBlocks, 0);
  const sectorBytes = sectorBytesOf(type);
  const pqOnly = sectorBytes === RAW_PQ_BLOCK_BYTES;
  return {
    name: 'the raw image',
    lengthBytes: sectors * sectorBytes,
    repeatable: true,
    openReader: async () => {
      const turns = extents.flatMap(({ source }): Turn[] =>
        source === undefined ? [] : [[source, source.lengthBytes]],
      );
      const raw = readerOfTurns(turns);
      const codes = await subcode?.openReader();
      return blockwise(sectorBytes, sectors, {
        async next() {
          const block = await fill(raw, new Uint8Array(RAW_BLOCK_BYTES));
          if (codes !== undefined) addCodes(block, await fill(codes, new Uint8Array(RAW_SUB_CHANNEL_BYTES)));
          return pqOnly ? withFormattedQ(block) : block;
        },
        async close() {
          await raw.close();
          await codes?.close();
        },
      });
    },
  };
}

async function fill(reader: ByteReader, target: Uint8Array): Promise<Uint8Array> {
  for (let filled = 0; filled < target.length; ) {
    const got = await reader.read(target.subarray(filled));
    if (got === 0) throw new Error('a stream of the image ended early');
    filled += got;
  }
  return target;
}

/** Puts R to W into a block, whose P and Q stay as they are. */
function addCodes(block: Uint8Array, codes: Uint8Array): void {
  for (const [at, code] of rToW(codes).entries()) block[SECTOR_BYTES + at] = (block[SECTOR_BYTES + at] ?? 0) | code;
}

function withFormattedQ(block: Uint8Array): Uint8Array {
  const codes = block.subarray(SECTOR_BYTES);
  const whole = new Uint8Array(RAW_PQ_BLOCK_BYTES);
  whole.set(block.subarray(0, SECTOR_BYTES));
  whole.set(formattedQ(isPauseInRaw(codes), qOfRaw(codes)), SECTOR_BYTES);
  return whole;
}

/** A reader of blocks that are made one by one. */
export function blockwise(
  blockBytes: number,
  blocks: number,
  source: { next(): Promise<Uint8Array>; close(): Promise<void> },
): ByteReader {
  let made = 0;
  let rest = new Uint8Array(0);
  return {
    async read(target) {
      let filled = 0;
      while (filled < target.length) {
        if (rest.length === 0) {
          if (made === blocks) break;
          rest = Uint8Array.from(await source.next());
          if (rest.length !== blockBytes) throw new Error('a block of the image has a wrong length');
          made++;
        }
        const part = rest.subarray(0, target.length - filled);
        target.set(part, filled);
        filled += part.length;
        rest = rest.subarray(part.length);
      }
      return filled;
    },
    close: () => source.close(),
  };
}
