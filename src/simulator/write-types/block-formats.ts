import { concatBytes } from '../../codec/index.ts';
import { DataBlockType } from '../../mmc/mode-pages/write-parameters.ts';
import type { WriteParameters } from '../core.ts';
import { StoredBytes } from '../media/stored-blocks.ts';

/** One data block type: the bytes that the host sends for each block, and those that are kept. */
export interface BlockFormat {
  readonly dataBlockType: DataBlockType;
  readonly data: boolean;
  readonly hostBytes: number;
  readonly storedBytes: number;
  readonly toStored: (bytes: Uint8Array, page: WriteParameters) => Uint8Array;
}

const asSent = (bytes: Uint8Array): Uint8Array => bytes;

/** What Track-At-Once can write (MMC-5 table 668): audio, Mode 1, Mode 2 form 1 with the page's sub-header or one per block. */
export const BLOCK_FORMATS: readonly BlockFormat[] = [
  {
    dataBlockType: DataBlockType.Raw,
    data: false,
    hostBytes: StoredBytes.Audio,
    storedBytes: StoredBytes.Audio,
    toStored: asSent,
  },
  {
    dataBlockType: DataBlockType.Mode1,
    data: true,
    hostBytes: StoredBytes.Mode1,
    storedBytes: StoredBytes.Mode1,
    toStored: asSent,
  },
  {
    dataBlockType: DataBlockType.Mode2Form1,
    data: true,
    hostBytes: StoredBytes.Mode1,
    storedBytes: StoredBytes.Mode2Form1,
    toStored: withSubHeader,
  },
  {
    dataBlockType: DataBlockType.Mode2Form1SubHeader,
    data: true,
    hostBytes: StoredBytes.Mode2Form1,
    storedBytes: StoredBytes.Mode2Form1,
    toStored: asSent,
  },
];

/** The format that the page names; undefined if this drive does not have it. */
export const blockFormatOf = (page: WriteParameters): BlockFormat | undefined =>
  BLOCK_FORMATS.find(({ dataBlockType }) => dataBlockType === page.dataBlockType);

/** Puts the sub-header twice before the data of each block. */
function withSubHeader(bytes: Uint8Array, { subHeader = new Uint8Array(4) }: WriteParameters): Uint8Array {
  const parts: Uint8Array[] = [];
  for (let start = 0; start < bytes.length; start += StoredBytes.Mode1) {
    parts.push(subHeader, subHeader, bytes.subarray(start, start + StoredBytes.Mode1));
  }
  return concatBytes(parts);
}
