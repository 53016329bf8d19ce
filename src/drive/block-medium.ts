import { BD_CLUSTER_BLOCKS, BD_KBPS_AT_1X } from '../bd/geometry.ts';
import { DVD_ECC_BLOCKS, DVD_KBPS_AT_1X } from '../dvd/geometry.ts';
import { Profile } from '../mmc/profiles.ts';

/** How a disc of blocks of 2,048 bytes is written: onwards from the next writable address, or anywhere, again and again. */
export type WriteModel = 'sequential' | 'overwrite';

/** What a DVD or BD has and a CD does not. */
export interface BlockMedium {
  /** See `Profile`. */
  readonly profile: number;
  readonly writeModel: WriteModel;
  /** Whether an overwritable disc is formatted; true for all others. */
  readonly formatted: boolean;
  /** Of DVD+RW, which is formatted while it is already used: whether that still goes on. */
  readonly backgroundFormat: 'none' | 'interrupted' | 'in progress' | 'complete';
  /** Blocks that the disc has for data, whether they are written or not; null where the drive does not say. */
  readonly capacityBlocks: number | null;
  /** Blocks that the drive writes together: an ECC block of DVD, a cluster of BD. */
  readonly eccBlocks: number;
}

const OVERWRITE: readonly number[] = [
  Profile.DvdRam,
  Profile.DvdRwRestrictedOverwrite,
  Profile.DvdPlusRw,
  Profile.DvdPlusRwDualLayer,
  Profile.BdRe,
];

const SEQUENTIAL: readonly number[] = [
  Profile.DvdRSequential,
  Profile.DvdRwSequential,
  Profile.DvdRDualLayerSequential,
  Profile.DvdRDualLayerJump,
  Profile.DvdPlusR,
  Profile.DvdPlusRDualLayer,
  Profile.BdRSequential,
  Profile.BdRRandom,
];

const READ_ONLY: readonly number[] = [Profile.DvdRom, Profile.BdRom];

const BD: readonly number[] = [Profile.BdRom, Profile.BdRSequential, Profile.BdRRandom, Profile.BdRe];

const PLUS: readonly number[] = [
  Profile.DvdPlusR,
  Profile.DvdPlusRDualLayer,
  Profile.DvdPlusRw,
  Profile.DvdPlusRwDualLayer,
];

/** Whether this is a DVD or a BD, written in blocks of 2,048 bytes. */
export const isBlockMedium = (profile: number | undefined): profile is number =>
  profile !== undefined && [...OVERWRITE, ...SEQUENTIAL, ...READ_ONLY].includes(profile);

/** DVD-ROM and BD-ROM. */
export const isReadOnlyProfile = (profile: number): boolean => READ_ONLY.includes(profile);

/** DVD+R and DVD+RW. */
export const isPlusProfile = (profile: number): boolean => PLUS.includes(profile);

/** DVD-RW in restricted overwrite: written anywhere up to its border, which is opened to grow. */
export const hasBorder = (profile: number): boolean => profile === Profile.DvdRwRestrictedOverwrite;

export const isBdProfile = (profile: number): boolean => BD.includes(profile);

export const writeModelOf = (profile: number): WriteModel => (OVERWRITE.includes(profile) ? 'overwrite' : 'sequential');

export const eccBlocksOf = (profile: number): number => (isBdProfile(profile) ? BD_CLUSTER_BLOCKS : DVD_ECC_BLOCKS);

/** Units of 1,000 bytes a second at 1x. */
export const kBpsAt1x = (profile: number): number => (isBdProfile(profile) ? BD_KBPS_AT_1X : DVD_KBPS_AT_1X);

/**
 * Whether a disc whose profile is not known may be a DVD or BD: the length of an ECC block stands where a CD has that of its
 * packets (MMC-6 6.26), or the disc has no track and no place for one, as one that is not formatted, or not to its end.
 * @param track the one that is written next, or the last one
 */
export const looksLikeBlockMedium = (
  empty: boolean,
  track: { readonly fixedPacketBlocks: number } | undefined,
): boolean => (track === undefined ? empty : [DVD_ECC_BLOCKS, BD_CLUSTER_BLOCKS].includes(track.fixedPacketBlocks));
