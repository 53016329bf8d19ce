import type { TreeFolder } from './tree/model.ts';

/** Something wrong in a file system. */
export interface FileSystemProblem {
  /** The file or folder in the image, from its root; empty for the volume itself. */
  readonly path: string;
  readonly lba?: number | undefined;
  readonly reason: string;
}

/** What could be read of a tree, and what could not. */
export interface ScannedTree {
  readonly root: TreeFolder;
  readonly problems: readonly FileSystemProblem[];
}

/** An entry of an El Torito boot catalog. */
export interface BootEntry {
  /** 0 is a BIOS, EFh is UEFI. */
  readonly platform: number;
  readonly bootable: boolean;
  /** Of 512 bytes. */
  readonly loadSectors: number;
  readonly imageBlock: number;
}

/** What UDF says of itself that another session needs. */
export interface UdfVolumeFacts {
  /** As UDF writes it: 0250h is 2.50. */
  readonly revision: number;
  /** The block of the disc from which its addresses count. */
  readonly partitionStart: number;
  /** The block of the disc with the entry of its Virtual Allocation Table, if it has one. */
  readonly virtualTableBlock?: number | undefined;
}

/** A file system on a disc or in an image. */
export interface DiscFileSystem {
  readonly kind: 'iso9660' | 'udf';
  /** Where its names and attributes are read from. */
  readonly names: 'rock-ridge' | 'joliet' | 'iso9660' | 'udf';
  /** All that the volume has. */
  readonly available: readonly ('rock-ridge' | 'joliet' | 'iso9660' | 'udf')[];
  readonly volumeName: string;
  readonly created: Date | undefined;
  readonly modified: Date | undefined;
  /** The address after the last block of the volume, as it says itself. */
  readonly endBlock: number;
  readonly boot: readonly BootEntry[];
  /** Of UDF. */
  readonly udf?: UdfVolumeFacts;
  /** Files and folders, with where they are. @throws FileSystemError of kind `damaged` at the first problem */
  tree(): Promise<TreeFolder>;
  /** The same, but what is damaged is left out and reported. @throws FileSystemError if there is no root */
  scan(): Promise<ScannedTree>;
  /** Compares all that the file system says twice, and looks for what contradicts itself. */
  check(): AsyncGenerator<FileSystemProblem, void, void>;
}
