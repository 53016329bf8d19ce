import { MODE2_BLOCK_BYTES, SECTOR_BYTES, SUB_HEADER_BYTES, USER_DATA_BYTES } from '../../../cd/geometry.ts';
import { mode2Form1Sector } from '../../../cd/sector.ts';
import { DataBlockType } from '../../../mmc/mode-pages/write-parameters.ts';
import { openReader } from '../../engine/open-reader.ts';
import { type TrackFormat, TrackFormats } from '../../engine/track-format.ts';
import type { TrackReader, TrackSource } from '../../engine/track-source.ts';

/** Blocks of CD-ROM XA as a session with a cue sheet has them: all that follows the header (MMC-5 6.33, data form 20h). */
export const XA_FORMAT: TrackFormat = {
  ...TrackFormats.mode2Form1,
  name: 'CD-ROM XA blocks',
  blockBytes: MODE2_BLOCK_BYTES,
  readsBack: false,
};

export const isXa = ({ dataBlockType }: TrackFormat): boolean => dataBlockType === DataBlockType.Mode2Form1;

/** What is read back of such a block. */
export const userDataOfXa = (block: Uint8Array): Uint8Array =>
  block.subarray(SUB_HEADER_BYTES, SUB_HEADER_BYTES + USER_DATA_BYTES);

/** Sub-mode: data (CD-ROM XA). The other bytes are file, channel and coding. */
const SUB_HEADER = [0, 0, 0x08, 0] as const;

/**
 * The blocks of a source of 2,048 bytes each, in the form that a cue sheet announces. Drives make EDC and ECC themselves; they are right
 * all the same, for those that do not.
 * @param startLba where its first block goes
 */
export const xaSource = (source: TrackSource, startLba: number, lengthBlocks: number): TrackSource => ({
  name: source.name,
  lengthBytes: lengthBlocks * MODE2_BLOCK_BYTES,
  repeatable: source.repeatable,
  format: XA_FORMAT,
  openReader: async () => xaReader(await openReader(source), startLba),
});

function xaReader(inner: TrackReader, startLba: number): TrackReader {
  let lba = startLba;
  const reading = (readInner: TrackReader['read']) => async (target: Uint8Array) => {
    const data = new Uint8Array(Math.floor(target.length / MODE2_BLOCK_BYTES) * USER_DATA_BYTES);
    const got = await readInner.call(inner, data);
    const blocks = Math.ceil(got / USER_DATA_BYTES);
    for (let block = 0; block < blocks; block++, lba++) {
      target.set(
        xaBlock(lba, data.subarray(block * USER_DATA_BYTES, (block + 1) * USER_DATA_BYTES)),
        block * MODE2_BLOCK_BYTES,
      );
    }
    return blocks * MODE2_BLOCK_BYTES;
  };
  return { read: reading(inner.read), close: () => inner.close() };
}

function xaBlock(lba: number, userData: Uint8Array): Uint8Array {
  const content = new Uint8Array(SUB_HEADER_BYTES + USER_DATA_BYTES);
  content.set([...SUB_HEADER, ...SUB_HEADER]);
  content.set(userData, SUB_HEADER_BYTES);
  return mode2Form1Sector(lba, content).subarray(SECTOR_BYTES - MODE2_BLOCK_BYTES);
}
