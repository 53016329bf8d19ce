import { type Filled, type OptionNames, requireKnownOptions } from '../../../known-options.ts';
import type { TreeFile, TreeFolder } from '../../tree/model.ts';
import { requireRevision } from '../../udf/layout/options.ts';
import type { UdfRevision } from '../../udf/revisions.ts';
import type { BootPlatform } from '../el-torito.ts';
import type { IsoLevel } from './identifiers.ts';
import { LAST_START, requireWhole, unusable } from './unusable.ts';

/** Something that a computer can be started from: run as it is, without the emulation of a floppy or a hard disk. */
export interface BootImage {
  /** Default: `BootPlatform.X86`, a BIOS. */
  readonly platform?: BootPlatform;
  /** The path of a file in the tree, or a file that gets no name in the image. */
  readonly file: string | TreeFile;
  /** Sectors of 512 bytes that the firmware loads. Default: 4 for a BIOS, otherwise the whole file as far as 16 bits can say it. */
  readonly loadSectors?: number;
  /** Default 0, which means 7C0h. */
  readonly loadSegment?: number;
  /** Writes where the image is into its bytes 8 to 63, as ISOLINUX and GRUB want it. Default false. */
  readonly bootInfoTable?: boolean;
  /** Default true. */
  readonly bootable?: boolean;
}

/** The texts of the volume descriptors. */
export interface IsoTexts {
  readonly system?: string;
  readonly volumeSet?: string;
  readonly publisher?: string;
  readonly preparer?: string;
  readonly application?: string;
  /** Names of files in the root. */
  readonly copyrightFile?: string;
  readonly abstractFile?: string;
  readonly bibliographicFile?: string;
}

/** How an image of ISO 9660 is made. Sizes are in blocks of 2,048 bytes unless the name says otherwise. */
export interface IsoImageOptions {
  /** At most 32 characters of ASCII; Joliet keeps the first 16, of any script. Default `CDROM`. */
  readonly volumeName?: string | undefined;
  /** Names of up to 64 characters for Windows. Default true. */
  readonly joliet?: boolean | undefined;
  /** POSIX names, permissions, owners, links and devices. Default true. */
  readonly rockRidge?: boolean | undefined;
  /**
   * What plain ISO 9660 names may be, and how long a file: 1 is 8.3 characters, 2 is 31, 3 also allows files of 4 GiB and more.
   * Default 3.
   */
  readonly level?: IsoLevel | undefined;
  /**
   * The same files in a UDF file system of this revision too (a bridge disc), at the same place: 1.02 is that of DVD-Video, and what every system
   * reads. Default: none.
   */
  readonly udf?: UdfRevision | undefined;
  /** Of UDF 2.50 and 2.60: folders and file entries are recorded a second time. Default true. */
  readonly metadataMirror?: boolean | undefined;
  /** Files to start a computer from, the first one being the default. */
  readonly boot?: readonly BootImage[] | undefined;
  /** The address of the first block: the next writable address of a disc that has a session. Default 0. */
  readonly startBlock?: number | undefined;
  /** The file system of the disc's last session: its files stay where they are, and are part of the new session too. */
  readonly previous?: { tree(): Promise<TreeFolder> } | undefined;
  /** The date of the image, and of all that has none of its own. Default: the newest date in the tree, so that the same tree gives the same bytes. */
  readonly date?: Date | undefined;
  readonly texts?: IsoTexts | undefined;
  /** Blocks of zeros at the end, so that reading ahead does not reach the run-out of the track. Default 150. */
  readonly padBlocks?: number | undefined;
  /** Nothing more is laid out once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

const OPTIONS: OptionNames<IsoImageOptions> = {
  volumeName: true,
  joliet: 'switch',
  rockRidge: 'switch',
  level: true,
  udf: true,
  metadataMirror: 'switch',
  boot: true,
  startBlock: true,
  previous: true,
  date: true,
  texts: true,
  padBlocks: true,
  signal: true,
};

/** Enough for every program that reads ahead. */
const USUAL_PAD_BLOCKS = 150;

/** Options with their defaults. */
export type ImageSettings = Filled<Omit<IsoImageOptions, 'date' | 'previous' | 'udf' | 'signal'>> &
  Pick<IsoImageOptions, 'udf'>;

/** @throws OptionsError for one that does not exist; FileSystemError of kind `unsuitable-tree` for a value that cannot be recorded */
export function settingsOf(options: IsoImageOptions): ImageSettings {
  requireKnownOptions('planIsoImage()', options, OPTIONS);
  const { volumeName = 'CDROM', joliet = true, rockRidge = true, level = 3, boot = [], startBlock = 0 } = options;
  const { padBlocks = USUAL_PAD_BLOCKS, texts = {}, date, udf, metadataMirror = true } = options;
  if (udf !== undefined) requireRevision(udf);
  if (![1, 2, 3].includes(level)) throw unusable(`the level ${level} does not exist`, 'Use 1, 2 or 3');
  requireWhole('the start address', startBlock, LAST_START);
  requireWhole('the padding', padBlocks, LAST_START);
  if (date !== undefined && Number.isNaN(date.getTime())) throw unusable('the date is not valid', 'Give a valid Date');
  if (volumeName.length > 32)
    throw unusable(`the volume name has ${volumeName.length} characters, and 32 fit`, 'Give a shorter name');
  const settings = { volumeName, joliet, rockRidge, level, boot, startBlock, padBlocks, texts, metadataMirror };
  return udf === undefined ? settings : { ...settings, udf };
}
