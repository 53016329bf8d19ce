import type { PlannedImage } from '../../filesystem/iso9660/layout/planned-image.ts';
import { membersInJson } from '../../json-values.ts';
import type { ByteStream } from '../core/stream-data.ts';
import { BlockRange } from '../streams/block-range.ts';
import { BlockRangeList } from '../streams/block-range-list.ts';
import { ProgressItem } from './progress-item.ts';
import { ProgressItems } from './progress-items.ts';

/** A stream that says where it may be written: all addresses in it are those of the disc. */
function placed(image: PlannedImage): ByteStream & { placeProblem(startLba: number): string | undefined } {
  const { name, lengthBytes, repeatable, startBlock } = image;
  return {
    name,
    lengthBytes,
    repeatable,
    openReader: () => image.openReader(),
    placeProblem: (startLba) =>
      startLba === startBlock
        ? undefined
        : `its file system was made for LBA ${startBlock}, and the image would be at LBA ${startLba}`,
  };
}

/** An image that is laid out (IFileSystemImageResult, 2C941FD8-975B-59BE-A960-9A2A262853A5). FileSystemImage makes it. */
export class FileSystemImageResult {
  /** IFileSystemImageResult::get_ImageStream. For `DiscFormat2Data.write()`. */
  readonly imageStream: ByteStream;
  /** IFileSystemImageResult::get_ProgressItems. */
  readonly progressItems: ProgressItems;
  /** IFileSystemImageResult::get_TotalBlocks. */
  readonly totalBlocks: number;
  /** IFileSystemImageResult::get_BlockSize. Bytes. */
  readonly blockSize = 2_048;
  /**
   * IFileSystemImageResult::get_DiscId. Of the disc that a session was imported from, what calculateDiscIdentifier() says; of an image for
   * any disc, its first address.
   */
  readonly discId: string;
  /**
   * IFileSystemImageResult2::get_ModifiedBlocks. The sectors of the disc that the image has. Those at the start of a disc that is
   * overwritten, which lead to an image that adds to it, the writer replaces by itself.
   */
  readonly modifiedBlocks: BlockRangeList;
  /** Not of IMAPI2: what the image does not have of the tree. */
  readonly warnings: readonly string[];

  constructor(image: PlannedImage, importedDisc?: string) {
    this.imageStream = placed(image);
    this.totalBlocks = image.blocks;
    this.modifiedBlocks = new BlockRangeList([new BlockRange(image.startBlock, image.startBlock + image.blocks - 1)]);
    this.discId = importedDisc ?? String(image.startBlock);
    this.warnings = image.warnings;
    const items = [...image.files()].map(
      ({ path, startBlock, blocks }) =>
        new ProgressItem(`\\${path.replaceAll('/', '\\')}`, startBlock - image.startBlock, blocks),
    );
    this.progressItems = new ProgressItems(items);
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['totalBlocks', 'blockSize', 'discId', 'progressItems', 'modifiedBlocks', 'warnings']);
  }
}
