/** `discwright/image`: disc image files (BIN/CUE), and file systems made and read (ISO 9660, UDF). */

export { type BlockReader, READ_BLOCK_BYTES } from '../filesystem/block-reader.ts';
export type {
  BootEntry,
  DiscFileSystem,
  FileSystemProblem,
  ScannedTree,
  UdfVolumeFacts,
} from '../filesystem/disc-file-system.ts';
export {
  type ExtractOptions,
  type ExtractProgress,
  type ExtractResult,
  extractTree,
} from '../filesystem/extract/extract-tree.ts';
export type { SkippedNode } from '../filesystem/extract/safe-paths.ts';
export {
  FileSystemError,
  type FileSystemErrorDetails,
  type FileSystemErrorKind,
} from '../filesystem/filesystem-error.ts';
export { ImageBlocks, type ImageBlocksOptions } from '../filesystem/image-blocks.ts';
export { BootPlatform } from '../filesystem/iso9660/el-torito.ts';
export type { IsoLevel } from '../filesystem/iso9660/layout/identifiers.ts';
export type { BootImage, IsoImageOptions, IsoTexts } from '../filesystem/iso9660/layout/options.ts';
export { planIsoImage } from '../filesystem/iso9660/layout/plan-iso-image.ts';
export type { PlacedFile, PlannedImage, PlannedImage as IsoImage } from '../filesystem/iso9660/layout/planned-image.ts';
export { type OpenFileSystemOptions, openFileSystem } from '../filesystem/open-file-system.ts';
export { mergeTrees } from '../filesystem/tree/merge-trees.ts';
export {
  type FileExtent,
  type FileReader,
  findInTree,
  type NodeAttributes,
  type PlacedNode,
  type TreeDevice,
  type TreeFile,
  type TreeFolder,
  type TreeLink,
  type TreeNode,
  walkTree,
} from '../filesystem/tree/model.ts';
export {
  type TreeFromFolderOptions,
  type TreeNodeFromPathOptions,
  treeFromFolder,
  treeNodeFromPath,
} from '../filesystem/tree/tree-from-folder.ts';
export type { UdfImageOptions } from '../filesystem/udf/layout/options.ts';
export { planUdfImage } from '../filesystem/udf/layout/plan-udf-image.ts';
export { UDF_REVISIONS, type UdfRevision } from '../filesystem/udf/revisions.ts';
export {
  Operation,
  OperationEvent,
  type OperationEvents,
  type OperationListener,
  type OperationListenerOptions,
  type OperationSettings,
  type OperationState,
  OperationTarget,
} from '../operation/index.ts';
export { BinCueImage, type BinCueImageOptions } from './bin-cue-image.ts';
export type {
  CueFile,
  CueFileType,
  CueFlag,
  CueIndex,
  CueSheet,
  CueSheetTexts,
  CueSheetTrack,
} from './cue-sheet-model.ts';
export type { CueTrackMode } from './cue-track-modes.ts';
export { ImageError, type ImageErrorDetails, type ImageErrorKind } from './image-error.ts';
export { type CueSheetOptions, type ParseCueSheetOptions, parseCueSheet } from './parse-cue-sheet.ts';
export type { ImageTrack } from './place-tracks.ts';
export { type ImageSource, type WriteImageOptions, type WriteImageProgress, writeImage } from './write-image.ts';
