import { concatBytes } from '../../../codec/index.ts';
import { mergeTrees } from '../../tree/merge-trees.ts';
import type { TreeFolder } from '../../tree/model.ts';
import { UdfPart, type UdfPartOptions } from '../../udf/layout/udf-part.ts';
import { REVISION_FACTS } from '../../udf/revisions.ts';
import { BLOCK_BYTES, blocksFor, SYSTEM_AREA_BLOCKS } from '../constants.ts';
import { encodePathTable, pathTableEntryBytes } from '../directory-record.ts';
import { encodeBootCatalog } from '../el-torito.ts';
import { catalogEntryOf, planBoot } from './boot.ts';
import { checkTree } from './check-tree.ts';
import { Contents } from './content.ts';
import { volumeDescriptors } from './descriptors.ts';
import { earlierFiles } from './earlier-files.ts';
import { encodeFolder, measureFolder } from './folder-records.ts';
import { buildHierarchy, type HierarchyOptions } from './hierarchy.ts';
import { isoRules, jolietRules } from './identifiers.ts';
import type { Structure } from './image-reader.ts';
import type { Layout, PlacedHierarchy } from './layout.ts';
import { type ImageSettings, type IsoImageOptions, settingsOf } from './options.ts';
import { placeFiles } from './place-files.ts';
import { type PlannedImage, plannedImage } from './planned-image.ts';
import { unusable } from './unusable.ts';

/**
 * Lays out an ISO 9660 image (ECMA-119), with Joliet, Rock Ridge and El Torito as wanted. No file is read before the image is. Folders may be
 * deeper than the eight levels of ECMA-119 (6.8.2.1), as xorriso has it: every system in use reads them, and moving them to another place
 * would show them there to readers of plain ISO 9660 and Joliet.
 * @throws FileSystemError of kind `unsuitable-tree` for what cannot be recorded; OptionsError; what reading the file system of the last session throws; the
 * signal's reason
 * @example
 * ```ts
 * const image = await planIsoImage(await treeFromFolder('photos'), { volumeName: 'PHOTOS' });
 * await writeImage(image, 'photos.iso');
 * ```
 */
export async function planIsoImage(tree: TreeFolder, options: IsoImageOptions = {}): Promise<PlannedImage> {
  const settings = settingsOf(options);
  const { signal } = options;
  signal?.throwIfAborted();
  const previous = await options.previous?.tree();
  signal?.throwIfAborted();
  const root = previous === undefined ? tree : mergeTrees(previous, tree);
  const { newest } = checkTree(root, settings);
  const date = options.date ?? newest;
  const warnings: string[] = [];
  const earlier = earlierFiles(previous);
  const contents = new Contents(earlier.files);
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
  const udf =
    settings.udf === undefined
      ? undefined
      : udfPartOf(root, settings, { contents, date, earliestBlock: earlier.firstBlock });
  if (udf !== undefined) warnings.push(...udf.hierarchy.warnings);
  return layOut({ settings, hierarchies, boot, contents, date, warnings, udf });
}

/** The same files once more, by names of UDF. They have blocks of their own, which both file systems lead to. */
const udfPartOf = (
  root: TreeFolder,
  { udf = '1.02', volumeName, startBlock, metadataMirror }: ImageSettings,
  options: Pick<UdfPartOptions, 'contents' | 'date' | 'earliestBlock'>,
): UdfPart =>
  new UdfPart(root, {
    ...options,
    settings: {
      volumeName,
      startBlock,
      revision: REVISION_FACTS[udf],
      embedFiles: false,
      metadataMirror,
      virtual: false,
      previousTableBlock: undefined,
    },
  });

function hierarchyOf(root: TreeFolder, options: HierarchyOptions): PlacedHierarchy {
  const folders = buildHierarchy(root, options);
  const pathTableBytes = folders.reduce((sum, { identifier }) => sum + pathTableEntryBytes(identifier.length), 0);
  return { folders, options, pathTableBytes, pathTableLBlock: 0, pathTableMBlock: 0 };
}

/** The last block that 32 bits can address. */
const MOST_BLOCKS = 2 ** 32;

function layOut(layout: Layout): PlannedImage {
  const { settings, hierarchies, boot, contents, date, warnings, udf } = layout;
  const { startBlock, padBlocks, volumeName } = settings;
  const descriptorBlocks = 1 + (boot.length > 0 ? 1 : 0) + (hierarchies.length - 1) + 1;
  const descriptorsEnd = SYSTEM_AREA_BLOCKS + descriptorBlocks;
  let next = startBlock + (udf === undefined ? descriptorsEnd : UdfPart.fixedBlocks);
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
  if (udf !== undefined) next = udf.placeMetadata(next);
  const written = [
    ...contents.inOrder(
      boot.map(({ content }) => content),
      (hierarchies[0]?.folders ?? []).map(({ entries }) => entries),
    ),
  ];
  const files = placeFiles(written, next, udf);
  next = udf === undefined ? files.end + padBlocks : udf.placeEnding(files.end);
  if (next > MOST_BLOCKS)
    throw unusable(`the image would end at block ${next}, which 32 bits cannot say`, 'Leave some files out');

  const volume = { ...layout, date, catalogBlock, spaceBlocks: next };
  const structures: Structure[] = [
    () => new Uint8Array(SYSTEM_AREA_BLOCKS * BLOCK_BYTES),
    () => volumeDescriptors(volume),
    ...(udf === undefined ? [] : [udf.volume(descriptorsEnd)]),
    ...hierarchies.flatMap((each) => [() => pathTable(each, 'L'), () => pathTable(each, 'M')]),
    ...(boot.length > 0 ? [() => inBlocks(encodeBootCatalog(boot.map(catalogEntryOf)))] : []),
    ...hierarchies.flatMap(({ folders, options }) => folders.map((folder) => () => encodeFolder(folder, options))),
    ...(udf?.metadata() ?? []),
  ];
  return plannedImage(
    {
      name: volumeName,
      blocks: next - startBlock,
      startBlock,
      warnings,
      endsPadded: udf !== undefined || padBlocks > 0,
    },
    {
      parts: [...structures, ...files.parts, ...(udf?.ending() ?? [])],
      padBlocks: udf === undefined ? padBlocks : 0,
      primaryDescriptorBlock: startBlock + SYSTEM_AREA_BLOCKS,
    },
  );
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
