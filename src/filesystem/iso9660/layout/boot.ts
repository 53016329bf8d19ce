import { FileSystemError } from '../../filesystem-error.ts';
import { findInTree, type TreeFile, type TreeFolder } from '../../tree/model.ts';
import { BLOCK_BYTES } from '../constants.ts';
import {
  addLongWords,
  BOOT_INFO_END,
  BOOT_INFO_OFFSET,
  BootPlatform,
  bootInfoTable,
  type CatalogEntry,
} from '../el-torito.ts';
import type { Content, Contents } from './content.ts';
import type { BootImage } from './options.ts';
import { unusable } from './unusable.ts';

export interface PlannedBoot {
  readonly image: BootImage;
  readonly content: Content;
}

const SECTOR_BYTES = 512;
/** What most boot loaders are made for. */
const BIOS_SECTORS = 4;
const MOST_SECTORS = 0xffff;

/** Finds the boot images. @throws FileSystemError of kind `unsuitable-tree` */
export function planBoot(images: readonly BootImage[], root: TreeFolder, contents: Contents): PlannedBoot[] {
  return images.map((image) => {
    const file = typeof image.file === 'string' ? fileAt(root, image.file) : image.file;
    const path = typeof image.file === 'string' ? image.file : file.name;
    const content = contents.of(file, path);
    if (file.lengthBytes === 0) throw unusable(`the boot image ${path} is empty`, 'Give another file', path);
    if (image.bootInfoTable === true) {
      if (!content.written)
        throw unusable(`the boot image ${path} is in an earlier session and cannot be changed`, 'Add it again', path);
      if (file.lengthBytes < BOOT_INFO_END)
        throw unusable(`the boot image ${path} is too short for a boot info table`, 'Leave the table out', path);
      content.bootInfoTable = true;
    }
    return { image, content };
  });
}

function fileAt(root: TreeFolder, path: string): TreeFile {
  const node = findInTree(root, path);
  if (node?.kind === 'file') return node;
  throw unusable(`there is no file ${path} in the tree to start from`, 'Give the path of a file, from the root', path);
}

export const catalogEntryOf = ({ image, content }: PlannedBoot): CatalogEntry => {
  const { platform = BootPlatform.X86, bootable = true, loadSegment = 0 } = image;
  const whole = Math.min(MOST_SECTORS, Math.ceil(content.node.lengthBytes / SECTOR_BYTES));
  const loadSectors = image.loadSectors ?? (platform === BootPlatform.X86 ? BIOS_SECTORS : whole);
  return { platform, bootable, mediaType: 0, loadSegment, loadSectors, imageBlock: content.startBlock };
};

/** Reads a boot image once for its checksum. @returns bytes 8 to 63 of it */
export async function readBootInfo(content: Content, primaryDescriptorBlock: number): Promise<Uint8Array> {
  const { node, startBlock } = content;
  const reader = await openContents(content);
  let checksum = 0;
  try {
    const block = new Uint8Array(BLOCK_BYTES);
    for (let done = 0; done < node.lengthBytes; ) {
      const length = await reader.read(block.subarray(0, Math.min(BLOCK_BYTES, node.lengthBytes - done)));
      if (length === 0) break;
      checksum = addLongWords(checksum, block.subarray(done === 0 ? BOOT_INFO_END : 0, length));
      done += length;
    }
  } finally {
    await reader.close();
  }
  return bootInfoTable.encode({
    primaryDescriptorBlock,
    imageBlock: startBlock,
    imageBytes: node.lengthBytes,
    checksum,
  });
}

export { BOOT_INFO_OFFSET };

export function openContents({ node, path }: Content) {
  if (node.openReader !== undefined) return node.openReader();
  throw new FileSystemError({
    kind: 'unsuitable-tree',
    reason: `${path} has no contents: it has no openReader()`,
    remedy: 'Give it one, or import it from an earlier session',
    path,
  });
}
