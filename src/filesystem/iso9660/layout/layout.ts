import type { UdfPart } from '../../udf/layout/udf-part.ts';
import type { PlannedBoot } from './boot.ts';
import type { Contents } from './content.ts';
import type { HierarchyFolder, HierarchyOptions } from './hierarchy.ts';
import type { ImageSettings } from './options.ts';

/** One hierarchy and its path tables, placed. */
export interface PlacedHierarchy {
  readonly folders: readonly HierarchyFolder[];
  readonly options: HierarchyOptions;
  readonly pathTableBytes: number;
  pathTableLBlock: number;
  pathTableMBlock: number;
}

/** All that an image is made of. */
export interface Layout {
  readonly settings: ImageSettings;
  /** That of ISO 9660, and Joliet's. */
  readonly hierarchies: readonly PlacedHierarchy[];
  readonly boot: readonly PlannedBoot[];
  readonly contents: Contents;
  readonly date: Date;
  readonly warnings: readonly string[];
  /** The same files by names of UDF. */
  readonly udf: UdfPart | undefined;
}
