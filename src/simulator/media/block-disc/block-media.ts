import { BD_SPEED, DVD_SPEED, type Speed, type SpeedUnit } from '../rotation.ts';

/** Which rules a disc is written by. */
export const MediaFamilyName = {
  DvdR: 'DVD-R',
  DvdRw: 'DVD-RW',
  DvdRam: 'DVD-RAM',
  DvdPlusR: 'DVD+R',
  DvdPlusRw: 'DVD+RW',
  BdR: 'BD-R',
  BdRe: 'BD-RE',
} as const;
/** A value of the constant of the same name. */
export type MediaFamilyName = (typeof MediaFamilyName)[keyof typeof MediaFamilyName];

/** A kind of DVD or BD, whose blocks of 2,048 bytes are written in ECC blocks. */
export interface BlockMedium {
  readonly name: string;
  readonly family: MediaFamilyName;
  readonly erasable: boolean;
  /** Blocks of the data zone, before anything is set aside for spare areas. */
  readonly capacityBlocks: number;
  readonly layers: 1 | 2;
  /** What the disc says who made it: with DVD+R, DVD+RW and BD eight characters (six on BD), and the type of the disc. */
  readonly manufacturer: string;
  readonly mediaType: string;
  readonly productRevision: number;
  /** What 1x is, and the multiples of it at which the disc can be written. Ascending. */
  readonly speedUnit: SpeedUnit;
  readonly writeSpeeds: readonly Speed[];
}

const DVD = { speedUnit: DVD_SPEED, layers: 1, productRevision: 0 } as const;
const BD = { speedUnit: BD_SPEED, layers: 1, productRevision: 0 } as const;

/** ECMA-359: 4.7 GB, the same for DVD-R and DVD-RW. */
const DVD_MINUS_BLOCKS = 2_298_496;
/** ECMA-349, ECMA-337. */
const DVD_PLUS_BLOCKS = 2_295_104;
/** 25 GB a layer. */
const BD_BLOCKS = 12_219_392;

/** The known DVDs and BDs. Who made them and how large they are is as dvd+rw-mediainfo reports real discs. */
export const BLOCK_MEDIA = {
  /** TTH02, 16x: one of the commonest media IDs in public logs of growisofs and ImgBurn. */
  'DVD-R': {
    ...DVD,
    name: 'DVD-R, 4.7 GB',
    family: MediaFamilyName.DvdR,
    erasable: false,
    capacityBlocks: DVD_MINUS_BLOCKS,
    manufacturer: 'TTH02',
    mediaType: '',
    writeSpeeds: [2, 4, 6, 8, 12, 16],
  },
  /** MKM 01RD30: Verbatim. 8.5 GB in two layers (ECMA-382). */
  'DVD-R DL': {
    ...DVD,
    name: 'DVD-R with two layers, 8.5 GB',
    family: MediaFamilyName.DvdR,
    erasable: false,
    capacityBlocks: 4_171_712,
    layers: 2,
    manufacturer: 'MKM 01RD30',
    mediaType: '',
    writeSpeeds: [2, 4, 6, 8],
  },
  /** As reported of a drive "LL01": media ID TDK601saku, 4x and 2x, 2,298,496 blocks, 2,297,888 when formatted. */
  'DVD-RW': {
    ...DVD,
    name: 'DVD-RW, 4.7 GB',
    family: MediaFamilyName.DvdRw,
    erasable: true,
    capacityBlocks: DVD_MINUS_BLOCKS,
    manufacturer: 'TDK601saku',
    mediaType: '',
    writeSpeeds: [2, 4],
  },
  /** With the default spare areas 2,236,704 blocks: 4.58 GB. */
  'DVD-RAM': {
    ...DVD,
    name: 'DVD-RAM, 4.7 GB, without cartridge',
    family: MediaFamilyName.DvdRam,
    erasable: true,
    capacityBlocks: 2_295_072,
    manufacturer: 'MXL22',
    mediaType: '',
    writeSpeeds: [2, 3, 5],
  },
  /** MCC 004: Verbatim, 16x. */
  'DVD+R': {
    ...DVD,
    name: 'DVD+R, 4.7 GB',
    family: MediaFamilyName.DvdPlusR,
    erasable: false,
    capacityBlocks: DVD_PLUS_BLOCKS,
    manufacturer: 'MCC',
    mediaType: '004',
    writeSpeeds: [4, 6, 8, 12, 16],
  },
  /** MKM 001: Verbatim, the first with two layers; 8.5 GB (ECMA-364). */
  'DVD+R DL': {
    ...DVD,
    name: 'DVD+R with two layers, 8.5 GB',
    family: MediaFamilyName.DvdPlusR,
    erasable: false,
    capacityBlocks: 4_173_824,
    layers: 2,
    manufacturer: 'MKM',
    mediaType: '001',
    writeSpeeds: [2.4, 4, 6, 8],
  },
  /** As reported by an ASUS DRW-24B1ST: media ID PHILIPS/041, 4x, 2,295,104 blocks. */
  'DVD+RW': {
    ...DVD,
    name: 'DVD+RW, 4.7 GB',
    family: MediaFamilyName.DvdPlusRw,
    erasable: true,
    capacityBlocks: DVD_PLUS_BLOCKS,
    manufacturer: 'PHILIPS',
    mediaType: '041',
    writeSpeeds: [2.4, 4],
  },
  /** To drives it is a DVD+R; they recognize it by its media ID and write it at 4x. */
  'M-DISC DVD': {
    ...DVD,
    name: 'M-DISC, 4.7 GB, a DVD+R',
    family: MediaFamilyName.DvdPlusR,
    erasable: false,
    capacityBlocks: DVD_PLUS_BLOCKS,
    manufacturer: 'MILLENIA',
    mediaType: '001',
    writeSpeeds: [4],
  },
  /** As reported by an LG WH16NS40: media ID VERBAT/IMe, 12x, 12,219,392 blocks. */
  'BD-R': {
    ...BD,
    name: 'BD-R, 25 GB',
    family: MediaFamilyName.BdR,
    erasable: false,
    capacityBlocks: BD_BLOCKS,
    manufacturer: 'VERBAT',
    mediaType: 'IMe',
    writeSpeeds: [4, 6, 8, 10, 12],
  },
  'BD-R DL': {
    ...BD,
    name: 'BD-R with two layers, 50 GB',
    family: MediaFamilyName.BdR,
    erasable: false,
    capacityBlocks: 2 * BD_BLOCKS,
    layers: 2,
    manufacturer: 'VERBAT',
    mediaType: 'IMf',
    writeSpeeds: [2, 4, 6, 8],
  },
  /** As reported by an LG WH16NS40: media ID MILLEN/MR1, 12,219,392 blocks; to drives it is a BD-R. */
  'M-DISC BD': {
    ...BD,
    name: 'M-DISC, 25 GB, a BD-R',
    family: MediaFamilyName.BdR,
    erasable: false,
    capacityBlocks: BD_BLOCKS,
    manufacturer: 'MILLEN',
    mediaType: 'MR1',
    writeSpeeds: [2, 4],
  },
  /** VERBAT/IM0: Verbatim, 2x. */
  'BD-RE': {
    ...BD,
    name: 'BD-RE, 25 GB',
    family: MediaFamilyName.BdRe,
    erasable: true,
    capacityBlocks: BD_BLOCKS,
    manufacturer: 'VERBAT',
    mediaType: 'IM0',
    writeSpeeds: [2],
  },
  'BD-RE DL': {
    ...BD,
    name: 'BD-RE with two layers, 50 GB',
    family: MediaFamilyName.BdRe,
    erasable: true,
    capacityBlocks: 2 * BD_BLOCKS,
    layers: 2,
    manufacturer: 'VERBAT',
    mediaType: 'IM1',
    writeSpeeds: [2],
  },
} as const satisfies Record<string, BlockMedium>;

/** The name of a kind of DVD or BD. */
export type BlockMediumKind = keyof typeof BLOCK_MEDIA;
