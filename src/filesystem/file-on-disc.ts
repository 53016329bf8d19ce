import type { BlockReader } from './block-reader.ts';
import { ExtentsReader } from './extents-reader.ts';
import { FileSystemError } from './filesystem-error.ts';
import type { FileExtent, FileReader, NodeAttributes, TreeFile } from './tree/model.ts';

export interface FileOnDiscDetails {
  /** From the root, for messages. */
  readonly path: string;
  readonly extents: readonly FileExtent[];
  /** Contents that are in the folder or the entry itself. */
  readonly contents?: Uint8Array | undefined;
  readonly linkId?: string | undefined;
  /** Why it cannot be read. */
  readonly refusal?: string | undefined;
}

/** A file on a disc or in an image, as part of a tree. */
export class FileOnDisc implements TreeFile {
  readonly kind = 'file';
  readonly name: string;
  readonly modified: Date | undefined;
  readonly accessed: Date | undefined;
  readonly changed: Date | undefined;
  readonly created: Date | undefined;
  readonly mode: number | undefined;
  readonly uid: number | undefined;
  readonly gid: number | undefined;
  readonly hidden: boolean | undefined;
  readonly lengthBytes: number;
  readonly extents: readonly FileExtent[];
  readonly linkId: string | undefined;
  readonly #reader: BlockReader;
  readonly #path: string;
  readonly #contents: Uint8Array | undefined;
  readonly #refusal: string | undefined;

  constructor(reader: BlockReader, attributes: NodeAttributes, details: FileOnDiscDetails) {
    this.name = attributes.name;
    this.modified = attributes.modified;
    this.accessed = attributes.accessed;
    this.changed = attributes.changed;
    this.created = attributes.created;
    this.mode = attributes.mode;
    this.uid = attributes.uid;
    this.gid = attributes.gid;
    this.hidden = attributes.hidden;
    this.extents = details.extents;
    this.linkId = details.linkId;
    this.lengthBytes =
      details.contents?.length ?? details.extents.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0);
    this.#reader = reader;
    this.#path = details.path;
    this.#contents = details.contents;
    this.#refusal = details.refusal;
  }

  /** @throws FileSystemError of kind `unsupported` for a file whose bytes cannot be found by its extents alone */
  async openReader(): Promise<FileReader> {
    if (this.#refusal !== undefined) {
      throw new FileSystemError({
        kind: 'unsupported',
        reason: `${this.#path} cannot be read: ${this.#refusal}`,
        remedy: 'Leave it out, or read it with another program',
        path: this.#path,
      });
    }
    return this.#contents === undefined
      ? new ExtentsReader(this.#reader, this.extents, this.#path)
      : new BytesReader(this.#contents);
  }
}

class BytesReader implements FileReader {
  #rest: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#rest = bytes;
  }

  async read(target: Uint8Array): Promise<number> {
    const part = this.#rest.subarray(0, target.length);
    target.set(part);
    this.#rest = this.#rest.subarray(part.length);
    return part.length;
  }

  async close(): Promise<void> {}
}
