import { concatBytes } from '../../../codec/index.ts';
import { mergeTrees } from '../../tree/merge-trees.ts';
import { type FileReader, type TreeFile, type TreeFolder, walkTree } from '../../tree/model.ts';
import { BLOCK_BYTES, blocksFor, SYSTEM_AREA_BLOCKS } from '../constants.ts';
import { encodePathTable, pathTableEntryBytes } from '../directory-record.ts';
import { encodeBootCatalog } from '../el-torito.ts';
import { catalogEntryOf, planBoot } from './boot.ts';
import { checkTree } from './check-tree.ts';
import { Contents } from './content.ts';
import { volumeDescriptors } from './descriptors.ts';
import { encodeFolder, measureFolder } from './folder-records.ts';
import { buildHierarchy, type HierarchyOptions } from './hierarchy.ts';
import { isoRules, jolietRules } from './identifiers.ts';
import { ImageReader } from './image-reader.ts';
import type { Layout, PlacedHierarchy } from './layout.ts';
import { type IsoImageOptions, settingsOf, unusable } from './options.ts';

/** Where a file is in an image. */
export interface PlacedFile {
  /** From the root, of its first name. */
  readonly path: string;
  readonly startBlock: number;
  readonly blocks: number;
}

/** An image that is laid out: it can be read like a track's source, and gives the same bytes each time. */
export interface IsoImage {
  /** The volume name, for messages. */
  readonly name: string;
  readonly lengthBytes: number;
  readonly repeatable: true;
  /** Of 2,048 bytes. */
  readonly blocks: number;
  /** The address of its first block; all addresses in it are absolute. */
  readonly startBlock: number;
  /** What it does not have of the tree. */
  readonly warnings: readonly string[];
  /** Its files in their order, without empty ones and those of earlier sessions. */
  files(): Generator<PlacedFile>;
  openReader(): Promise<FileReader>;
}

/**
 * Lays out an ISO 9660 image (ECMA-119), with Joliet, Rock Ridge and El Torito as wanted. No file is read before the image is. Folders may be
 * deeper than the eight levels of ECMA-119 (6.8.2.1), as xorriso has it: every system in use reads them, and moving them to another place
 * would show them there to readers of plain ISO 9660 and Joliet.
 * @throws FileSystemError of kind `unsuitable-tree` for what cannot be recorded; OptionsError
 */
export async function planIsoImage(tree: TreeFolder, options: IsoImageOptions = {}): Promise<IsoImage> {
  const settings = settingsOf(options);
  const previous = await options.previous?.tree();
  const root = previous === undefined ? tree : mergeTrees(previous, tree);
  const { newest } = checkTree(root, settings);
  const date = options.date ?? newest;
  const warnings: string[] = [];
  const contents = new Contents(previous === undefined ? new Set() : filesIn(previous));
  const boot = planBoot(settings.boot, root, contents);
  const leftOut: string[] = [];
  const hierarchies = [
    hierarchyOf(root, {
      rules: isoRules(settings.level),
      rockRidge: settings.rockRidge,
      contents,
      date,
      leftOut: (path) => leftOut.push(path),
    }),
    ...(settings.joliet
      ? [hierarchyOf(root, { rules: jolietRules, rockRidge: false, contents, date, leftOut: () => {} })]
      : []),
  ];
  if (leftOut.length > 0)
    warnings.push(
      `${leftOut.length} symbolic links and devices are left out, since only Rock Ridge has them: ${leftOut[0]}${leftOut.length > 1 ? ', ...' : ''}`,
    );
  return layOut({ settings, hierarchies, boot, contents, date, warnings });
}

function filesIn(root: TreeFolder): Set<TreeFile> {
  const files = new Set<TreeFile>();
  for (const { node } of walkTree(root)) if (node.kind === 'file') files.add(node);
  return files;
}

function hierarchyOf(root: TreeFolder, options: HierarchyOptions): PlacedHierarchy {
  const folders = buildHierarchy(root, options);
  const pathTableBytes = folders.reduce((sum, { identifier }) => sum + pathTableEntryBytes(identifier.length), 0);
  return { folders, options, pathTableBytes, pathTableLBlock: 0, pathTableMBlock: 0 };
}

/** The last block that 32 bits can address. */
const MOST_BLOCKS = 2 ** 32;

function layOut(layout: Layout): IsoImage {
  const { settings, hierarchies, boot, contents, date, warnings } = layout;
  const { startBlock, padBlocks, volumeName } = settings;
  const descriptorBlocks = 1 + (boot.length > 0 ? 1 : 0) + (hierarchies.length - 1) + 1;
  let next = startBlock + SYSTEM_AREA_BLOCKS + descriptorBlocks;
  const take = (blocks: number): number => {
    const start = next;
    next += blocks;
    return start;
  };
  for (const each of hierarchies) {
    each.pathTableLBlock = take(blocksFor(each.pathTableBytes));
    each.pathTableMBlock = take(blocksFor(each.pathTableBytes));
  }
  const catalogBlock = boot.length > 0 ? take(1) : 0;
  for (const { folders, options } of hierarchies)
    for (const folder of folders) {
      measureFolder(folder, options);
      folder.startBlock = take(folder.lengthBytes / BLOCK_BYTES + folder.areaBlocks);
    }
  const written = [
    ...contents.inOrder(
      boot.map(({ content }) => content),
      hierarchies[0]?.folders ?? [],
    ),
  ];
  for (const content of written) content.place(take(content.blocks));
  const blocks = next + padBlocks - startBlock;
  if (next + padBlocks > MOST_BLOCKS)
    throw unusable(
      `the image would end at block ${next + padBlocks}, which 32 bits cannot say`,
      'Leave some files out',
    );

  const volume = { ...layout, date, catalogBlock, spaceBlocks: next + padBlocks };
  const primaryDescriptorBlock = startBlock + SYSTEM_AREA_BLOCKS;
  const structures: (() => Uint8Array)[] = [
    () => new Uint8Array(SYSTEM_AREA_BLOCKS * BLOCK_BYTES),
    () => volumeDescriptors(volume),
    ...hierarchies.flatMap((each) => [() => pathTable(each, 'L'), () => pathTable(each, 'M')]),
    ...(boot.length > 0 ? [() => inBlocks(encodeBootCatalog(boot.map(catalogEntryOf)))] : []),
    ...hierarchies.flatMap(({ folders, options }) => folders.map((folder) => () => encodeFolder(folder, options))),
  ];
  return {
    name: volumeName,
    lengthBytes: blocks * BLOCK_BYTES,
    repeatable: true,
    blocks,
    startBlock,
    warnings,
    *files() {
      for (const { path, startBlock: start, blocks: length } of written)
        if (length > 0) yield { path, startBlock: start, blocks: length };
    },
    openReader: async () => new ImageReader({ structures, contents: written, padBlocks, primaryDescriptorBlock }),
  };
}

const inBlocks = (bytes: Uint8Array): Uint8Array =>
  concatBytes([bytes, new Uint8Array(blocksFor(bytes.length) * BLOCK_BYTES - bytes.length)]);

const pathTable = ({ folders }: PlacedHierarchy, order: 'L' | 'M'): Uint8Array =>
  inBlocks(
    encodePathTable(
      folders.map(({ identifier, startBlock, parent }) => ({
        identifier,
        extentBlock: startBlock,
        parentNumber: parent?.number ?? 1,
      })),
      order,
    ),
  );
