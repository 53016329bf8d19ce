import { type BlockReader, readExactly } from '../../block-reader.ts';
import { BLOCK_BYTES } from '../constants.ts';
import { type DirectoryRecord, directoryRecord, RECORD_BYTES, systemUseOffset } from '../directory-record.ts';

/** A record in a folder. */
export interface FoundRecord {
  readonly values: DirectoryRecord;
  readonly bytes: Uint8Array;
  readonly identifier: Uint8Array;
  readonly systemUse: Uint8Array;
  /** The block that it is in. */
  readonly lba: number;
}

/** How many blocks of a folder are read at a time. */
const CHUNK_BLOCKS = 32;

export interface FolderPlace {
  readonly block: number;
  readonly lengthBytes: number;
  readonly path: string;
}

/**
 * The records of a folder, one after another. What is not a record ends its block, and is reported.
 * @param claim says whether a block may be read: false for one that another folder has
 * @throws FileSystemError of kind `damaged` where the image ends
 */
export async function* readRecords(
  reader: BlockReader,
  { block, lengthBytes, path }: FolderPlace,
  claim: (lba: number) => boolean,
  report: (reason: string, lba: number) => void,
): AsyncGenerator<FoundRecord> {
  const blocks = Math.ceil(lengthBytes / BLOCK_BYTES);
  for (let first = 0; first < blocks; first += CHUNK_BLOCKS) {
    const count = Math.min(CHUNK_BLOCKS, blocks - first);
    const bytes = await readAsFarAsPossible(reader, block + first, count, `the folder "${path}"`);
    for (let index = 0; index < bytes.length / BLOCK_BYTES; index++) {
      const lba = block + first + index;
      if (!claim(lba)) {
        report('it has blocks that another folder has too', lba);
        return;
      }
      yield* recordsInBlock(bytes.subarray(index * BLOCK_BYTES, (index + 1) * BLOCK_BYTES), lba, report);
    }
    if (bytes.length < count * BLOCK_BYTES)
      await readExactly(reader, block + first + bytes.length / BLOCK_BYTES, 1, `the folder "${path}"`);
  }
}

/** Where an image ends in the middle of a folder, its blocks before that are worth reading. */
async function readAsFarAsPossible(reader: BlockReader, lba: number, count: number, what: string): Promise<Uint8Array> {
  const there = reader.endBlock === undefined ? count : Math.max(1, Math.min(count, reader.endBlock - lba));
  return readExactly(reader, lba, there, what);
}

export function* recordsInBlock(
  block: Uint8Array,
  lba: number,
  report: (reason: string, lba: number) => void,
): Generator<FoundRecord> {
  for (let at = 0; at + RECORD_BYTES < block.length; ) {
    const length = block[at] ?? 0;
    // The rest of the block is empty (ECMA-119, 6.8.1.1).
    if (length === 0) return;
    const bytes = block.subarray(at, at + length);
    if (length <= RECORD_BYTES || bytes.length < length) {
      report(`a record of it is ${length} bytes long`, lba);
      return;
    }
    const values = directoryRecord.decode(bytes);
    const identifierEnd = RECORD_BYTES + values.identifierBytes;
    if (values.identifierBytes === 0 || identifierEnd > length) {
      report(`a record of it has a name of ${values.identifierBytes} bytes`, lba);
      return;
    }
    yield {
      values,
      bytes,
      identifier: bytes.subarray(RECORD_BYTES, identifierEnd),
      systemUse: bytes.subarray(Math.min(length, systemUseOffset(values.identifierBytes))),
      lba,
    };
    at += length;
  }
}

export const isSelf = ({ identifier }: FoundRecord): boolean => identifier.length === 1 && identifier[0] === 0;
export const isParent = ({ identifier }: FoundRecord): boolean => identifier.length === 1 && identifier[0] === 1;
