import { type OptionNames, requireKnownOptions } from '../../../known-options.ts';
import type { UdfVolumeFacts } from '../../disc-file-system.ts';
import { LAST_START, requireWhole, unusable } from '../../iso9660/layout/unusable.ts';
import type { TreeFolder } from '../../tree/model.ts';
import { encodeCs0 } from '../cs0.ts';
import { REVISION_FACTS, type RevisionFacts, UDF_REVISIONS, type UdfRevision } from '../revisions.ts';

/** How an image of UDF is made. Sizes are in blocks of 2,048 bytes unless the name says otherwise. */
export interface UdfImageOptions {
  /** At most 126 characters of ISO 8859-1, or 63 others. Default `CDROM`. */
  readonly volumeName?: string | undefined;
  /** Default 2.01, which all systems since 2000 read; 2.50 and 2.60 are for Blu-ray Discs. */
  readonly revision?: UdfRevision | undefined;
  /** The address of the first block: the next writable address of a disc that has a session. Default 0. */
  readonly startBlock?: number | undefined;
  /** The file system of the disc's last session: its files stay where they are, and are part of the new session too. */
  readonly previous?: { tree(): Promise<TreeFolder>; readonly udf?: UdfVolumeFacts } | undefined;
  /** The date of the image, and of all that has none of its own. Default: the newest date in the tree, so that the same tree gives the same bytes. */
  readonly date?: Date | undefined;
  /** Small files are recorded in their entries, which takes no block more. Default true. */
  readonly embedFiles?: boolean | undefined;
  /** Of 2.50 and 2.60: folders and file entries are recorded a second time, at the end. Default true. */
  readonly metadataMirror?: boolean | undefined;
  /**
   * For write-once discs that grow: file entries have virtual addresses, and the last block of the image leads to the table of their real
   * ones (Virtual Allocation Table). Nothing may be written after it. Of 1.50, 2.00 and 2.01. Default false.
   */
  readonly virtual?: boolean | undefined;
  /** Nothing more is laid out once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<UdfImageOptions> = {
  volumeName: true,
  revision: true,
  startBlock: true,
  previous: true,
  date: true,
  embedFiles: 'switch',
  metadataMirror: 'switch',
  virtual: 'switch',
  signal: true,
};

/** What a UDF volume is made with. */
export interface UdfSettings {
  readonly volumeName: string;
  readonly revision: RevisionFacts;
  readonly startBlock: number;
  readonly embedFiles: boolean;
  readonly metadataMirror: boolean;
  readonly virtual: boolean;
  /** The table of the session before, which that of this one names. On the disc. */
  readonly previousTableBlock: number | undefined;
}

const VIRTUAL_REVISIONS: readonly UdfRevision[] = ['1.50', '2.00', '2.01'];
/** A dstring of 128 bytes holds a byte for the kind of characters, and one for its length. */
const LONGEST_NAME_BYTES = 127;

/** @throws OptionsError for one that does not exist; FileSystemError of kind `unsuitable-tree` for a value that cannot be recorded */
export function udfSettingsOf(options: UdfImageOptions): UdfSettings {
  requireKnownOptions('planUdfImage()', options, OPTIONS);
  const { volumeName = 'CDROM', revision = '2.01', startBlock = 0, embedFiles = true, metadataMirror = true } = options;
  const { virtual = false, date } = options;
  requireRevision(revision);
  requireWhole('the start address', startBlock, LAST_START);
  if (date !== undefined && Number.isNaN(date.getTime())) throw unusable('the date is not valid', 'Give a valid Date');
  if (encodeCs0(volumeName).length > LONGEST_NAME_BYTES)
    throw unusable(
      `the volume name has ${volumeName.length} characters, and 126 of ISO 8859-1 fit, or 63 of others`,
      'Give a shorter name',
    );
  if (virtual && !VIRTUAL_REVISIONS.includes(revision))
    throw unusable(
      `UDF ${revision} is not written with a Virtual Allocation Table`,
      `Use ${VIRTUAL_REVISIONS.join(', ')}, or a volume without one`,
    );
  return {
    volumeName,
    revision: REVISION_FACTS[revision],
    startBlock,
    embedFiles,
    metadataMirror,
    virtual,
    previousTableBlock: virtual ? options.previous?.udf?.virtualTableBlock : undefined,
  };
}

/** @throws FileSystemError of kind `unsuitable-tree` */
export function requireRevision(revision: string): asserts revision is UdfRevision {
  if (UDF_REVISIONS.some((each) => each === revision)) return;
  throw unusable(`UDF ${revision} is not written`, `Use ${UDF_REVISIONS.join(', ')}`);
}
