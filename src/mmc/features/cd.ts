import {
  allLate,
  bit,
  bits,
  type Codec,
  concatBytes,
  EncodeError,
  optional,
  setOf,
  struct,
  u8,
  u16,
  u24,
} from '../../codec/index.ts';
import { DataBlockType } from '../mode-pages/write-parameters.ts';
import { defineFeature } from './define-feature.ts';

/** Reads every kind of CD. */
export const multiReadFeature = { code: 0x001d, name: 'Multi-Read', clause: 'MMC-6 5.3.7' } as const;

/** The CD Read feature (MMC-6 5.3.8). */
export const cdReadFeature = defineFeature({
  code: 0x001e,
  name: 'CD Read',
  clause: 'MMC-6 5.3.8',
  layout: struct(
    4,
    allLate({
      digitalAudioPlay: bit(0, 7), // DAP of READ CD
      c2Flags: bit(0, 1),
      cdText: bit(0, 0),
    }),
    { minimumBytes: 0 },
  ),
});

/** Packet writing of CD and sequential writing of DVD: what a drive can (MMC-6 5.3.11). */
export interface IncrementalStreaming {
  /** A bit for each data block type of the Write Parameters page. */
  readonly dataBlockTypes: number;
  readonly trackResources: boolean;
  readonly addressReservation: boolean;
  readonly bufferUnderrunFree: boolean;
  /** Link sizes that the drive supports, in blocks. */
  readonly linkSizes: readonly number[];
}

const incrementalStreamingHead = struct(4, {
  dataBlockTypes: setOf(u16(0), DataBlockType),
  trackResources: bit(2, 2), // TRIO
  addressReservation: bit(2, 1), // ARSV
  bufferUnderrunFree: bit(2, 0),
  linkSizes: u8(3),
});

const incrementalStreaming: Codec<IncrementalStreaming> = {
  decode(source) {
    const head = incrementalStreamingHead.decode(source);
    return { ...head, linkSizes: Array.from(source.subarray(4, 4 + head.linkSizes)) };
  },
  encode(value) {
    if (value.linkSizes.some((size) => !Number.isInteger(size) || size < 0 || size > 255)) {
      throw new EncodeError(`link sizes must be integers from 0 to 255, not ${value.linkSizes.join(', ')}`);
    }
    const head = incrementalStreamingHead.encode({ ...value, linkSizes: value.linkSizes.length });
    // Descriptors are a multiple of four bytes long.
    const padding = new Uint8Array((4 - (value.linkSizes.length % 4)) % 4);
    return concatBytes([head, Uint8Array.from(value.linkSizes), padding]);
  },
  describe: (source) => incrementalStreamingHead.describe(source),
};

/** Packet writing, on CD with these link sizes (MMC-6 5.3.11). */
export const incrementalStreamingFeature = defineFeature({
  code: 0x0021,
  name: 'Incremental Streaming Writable',
  clause: 'MMC-6 5.3.11',
  layout: incrementalStreaming,
});

/** The CD-RW CAV Write feature (MMC-6 5.3.17). */
export const cdRwCavWriteFeature = { code: 0x0027, name: 'CD-RW CAV Write', clause: 'MMC-6 5.3.17' } as const;

/** Track-At-Once writing of CD (MMC-6 5.3.23). */
export const cdTrackAtOnceFeature = defineFeature({
  code: 0x002d,
  name: 'CD Track at Once',
  clause: 'MMC-6 5.3.23',
  layout: struct(4, {
    bufferUnderrunFree: bit(0, 6),
    rawSubChannel: bit(0, 4), // R-W raw
    packedSubChannel: bit(0, 3), // R-W packed
    testWrite: bit(0, 2),
    cdRw: bit(0, 1), // overwrites a Track-At-Once track on CD-RW
    subChannel: bit(0, 0), // R-W sub-code from the host
    dataBlockTypes: optional(setOf(u16(2), DataBlockType)), // a bit for each data block type of the Write Parameters page
  }),
});

/** Session-At-Once and raw writing of CD (MMC-6 5.3.24). */
export const cdMasteringFeature = defineFeature({
  code: 0x002e,
  name: 'CD Mastering',
  clause: 'MMC-6 5.3.24',
  layout: struct(4, {
    bufferUnderrunFree: bit(0, 6),
    sessionAtOnce: bit(0, 5),
    rawMultiSession: bit(0, 4),
    raw: bit(0, 3),
    testWrite: bit(0, 2),
    cdRw: bit(0, 1),
    subChannel: bit(0, 0),
    maxCueSheetBytes: optional(u24(1, 'bytes')),
  }),
});

/** By speed: a bit of the feature's list each (MMC-6 5.3). */
const CdRwSubType = { Standard: 0, UltraSpeed: 1, UltraSpeedPlus: 2 } as const;

/** The CD-RW Media Write Support feature (MMC-6 5.3). */
export const cdRwMediaWriteSupportFeature = defineFeature({
  code: 0x0037,
  name: 'CD-RW Media Write Support',
  clause: 'MMC-6 5.3',
  layout: struct(4, { subTypes: optional(setOf(bits(1, [7, 0]), CdRwSubType)) }), // a bit for each CD-RW sub-type
});

/** Playing through the drive's own outputs (MMC-6 5.3). */
export const cdAudioExternalPlayFeature = defineFeature({
  code: 0x0103,
  name: 'CD Audio External Play',
  clause: 'MMC-6 5.3',
  layout: struct(4, {
    scan: bit(0, 2),
    separateMute: bit(0, 1),
    separateVolume: bit(0, 0),
    volumeLevels: optional(u16(2)),
  }),
});
