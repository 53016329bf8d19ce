import { BLOCK_BYTES, SYSTEM_AREA_BLOCKS } from '../../iso9660/constants.ts';
import { checkTree } from '../../iso9660/layout/check-tree.ts';
import { Contents } from '../../iso9660/layout/content.ts';
import { earlierFiles } from '../../iso9660/layout/earlier-files.ts';
import { placeFiles } from '../../iso9660/layout/place-files.ts';
import { type PlannedImage, plannedImage } from '../../iso9660/layout/planned-image.ts';
import { mergeTrees } from '../../tree/merge-trees.ts';
import type { TreeFolder } from '../../tree/model.ts';
import { type UdfImageOptions, udfSettingsOf } from './options.ts';
import { UdfPart } from './udf-part.ts';

/** Files of any length, as ISO 9660 has at this level; symbolic links. */
const LIMITS = { level: 3, rockRidge: true } as const;

/**
 * Lays out a UDF image (ECMA-167, OSTA UDF 1.02 to 2.60), without ISO 9660. No file is read before the image is.
 * @throws FileSystemError of kind `unsuitable-tree` for what cannot be recorded; OptionsError; what reading the file system of the last session throws; the
 * signal's reason
 */
export async function planUdfImage(tree: TreeFolder, options: UdfImageOptions = {}): Promise<PlannedImage> {
  const settings = udfSettingsOf(options);
  const { signal } = options;
  signal?.throwIfAborted();
  const previous = await options.previous?.tree();
  signal?.throwIfAborted();
  const root = previous === undefined ? tree : mergeTrees(previous, tree);
  const { newest } = checkTree(root, LIMITS);
  const { files, firstBlock } = earlierFiles(previous);
  // A chain of tables has the addresses of one partition.
  const earliestBlock = settings.previousTableBlock === undefined ? firstBlock : options.previous?.udf?.partitionStart;
  const contents = new Contents(files);
  const udf = new UdfPart(root, { settings, contents, date: options.date ?? newest, earliestBlock });
  const { startBlock, volumeName } = settings;
  const written = contents.inOrder(
    [],
    udf.hierarchy.folders.map(({ names }) => names),
  );
  const placed = placeFiles([...written], udf.placeMetadata(startBlock + UdfPart.fixedBlocks), udf);
  const end = udf.placeEnding(placed.end);
  return plannedImage(
    { name: volumeName, blocks: end - startBlock, startBlock, warnings: udf.hierarchy.warnings, endsPadded: true },
    {
      parts: [
        () => new Uint8Array(SYSTEM_AREA_BLOCKS * BLOCK_BYTES),
        udf.volume(SYSTEM_AREA_BLOCKS),
        ...udf.metadata(),
        ...placed.parts,
        ...udf.ending(),
      ],
      padBlocks: 0,
      primaryDescriptorBlock: startBlock + SYSTEM_AREA_BLOCKS,
    },
  );
}
