import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import type { BlockReader } from './block-reader.ts';
import type { DiscFileSystem } from './disc-file-system.ts';
import { FileSystemError } from './filesystem-error.ts';
import { IsoFileSystem } from './iso9660/reader/iso-file-system.ts';
import { UdfFileSystem } from './udf/udf-file-system.ts';

/** Where to look for a file system. */
export interface OpenFileSystemOptions {
  /** The address of the session's first block. Default 0. */
  readonly sessionStart?: number | undefined;
  /** By which names. Default: Rock Ridge's, or else Joliet's, or else those of ISO 9660; UDF's where there is no ISO 9660. */
  readonly names?: DiscFileSystem['names'] | undefined;
  /** Ends the search. What was found can be read whatever becomes of it. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<OpenFileSystemOptions> = { sessionStart: true, names: true, signal: true };

/**
 * Finds the file system of a session.
 * @throws FileSystemError of kind `not-found` if there is none of these; `damaged`; what the block reader throws; OptionsError; the signal's reason
 */
export async function openFileSystem(
  reader: BlockReader,
  options: OpenFileSystemOptions = {},
): Promise<DiscFileSystem> {
  requireKnownOptions('openFileSystem()', options, OPTIONS);
  const { signal } = options;
  let opening = true;
  const { firstBlock, endBlock } = reader;
  const ending: BlockReader = {
    firstBlock,
    endBlock,
    readBlocks: (lba, count) => {
      if (opening) signal?.throwIfAborted();
      return reader.readBlocks(lba, count);
    },
  };
  const found = await findFileSystem(signal === undefined ? reader : ending, options);
  opening = false;
  return found;
}

async function findFileSystem(
  reader: BlockReader,
  { sessionStart = 0, names }: OpenFileSystemOptions,
): Promise<DiscFileSystem> {
  const iso =
    names === 'udf'
      ? undefined
      : await IsoFileSystem.open(reader, { sessionStart, ...(names === undefined ? {} : { names }) });
  if (iso !== undefined) return iso;
  const udf = names === undefined || names === 'udf' ? await UdfFileSystem.open(reader, sessionStart) : undefined;
  if (udf !== undefined) return udf;
  throw new FileSystemError({
    kind: 'not-found',
    reason:
      names === undefined
        ? `there is no ISO 9660 and no UDF file system in the session that begins at block ${sessionStart}`
        : `there is no file system with names of ${names} in the session that begins at block ${sessionStart}`,
    remedy: 'Check the start of the session, and that this is an image of a data track',
    lba: sessionStart,
  });
}
