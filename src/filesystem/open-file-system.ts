import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import type { BlockReader } from './block-reader.ts';
import type { DiscFileSystem } from './disc-file-system.ts';
import { FileSystemError } from './filesystem-error.ts';
import { IsoFileSystem } from './iso9660/reader/iso-file-system.ts';
import { UdfFileSystem } from './udf/udf-file-system.ts';

/** Where to look for a file system. */
export interface OpenFileSystemOptions {
  /** The address of the session's first block. Default 0. */
  readonly sessionStart?: number;
  /** By which names. Default: Rock Ridge's, or else Joliet's, or else those of ISO 9660; UDF's where there is no ISO 9660. */
  readonly names?: DiscFileSystem['names'];
}

const OPTIONS: OptionNames<OpenFileSystemOptions> = { sessionStart: true, names: true };

/**
 * Finds the file system of a session.
 * @throws FileSystemError of kind `not-found` if there is none of these; `damaged`; what the block reader throws
 */
export async function openFileSystem(
  reader: BlockReader,
  options: OpenFileSystemOptions = {},
): Promise<DiscFileSystem> {
  requireKnownOptions('openFileSystem()', options, OPTIONS);
  const { sessionStart = 0, names } = options;
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
