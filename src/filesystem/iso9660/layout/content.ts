import { FileSystemError } from '../../filesystem-error.ts';
import type { FileExtent, TreeFile } from '../../tree/model.ts';
import { BLOCK_BYTES, blocksFor, LONGEST_SECTION_BYTES } from '../constants.ts';

const NO_EXTENTS: readonly FileExtent[] = [];

/** The contents of a file, whatever names it has. */
export class Content {
  readonly node: TreeFile;
  /** Of its first name, for messages. */
  readonly path: string;
  /** Different for every file; hard links share it. */
  readonly serialNumber: number;
  links = 0;
  readonly #onDisc: readonly FileExtent[];
  #startBlock: number | undefined;
  /** Whether the image has it, rather than an earlier session. */
  readonly written: boolean;
  /** Its first block says where it is ("boot info table"). */
  bootInfoTable = false;
  /** It is in its file entry of UDF, and takes no blocks of its own. */
  embedded = false;

  constructor(node: TreeFile, path: string, serialNumber: number, isOnDisc: boolean) {
    this.node = node;
    this.path = path;
    this.serialNumber = serialNumber;
    this.written = !isOnDisc;
    this.#onDisc = isOnDisc ? requireWholeBlocks(node, path) : NO_EXTENTS;
  }

  get blocks(): number {
    return this.written ? blocksFor(this.node.lengthBytes) : 0;
  }

  get sections(): number {
    return this.written ? Math.max(1, Math.ceil(this.node.lengthBytes / LONGEST_SECTION_BYTES)) : this.#onDisc.length;
  }

  get startBlock(): number {
    if (this.#startBlock === undefined) return this.#onDisc[0]?.startBlock ?? 0;
    return this.node.lengthBytes === 0 ? 0 : this.#startBlock;
  }

  /**
   * In the order of the file; known once the image is laid out. Sections of just below 4 GiB, one after another (ECMA-119, 6.5.1); an
   * empty file has no block.
   */
  get extents(): readonly FileExtent[] {
    const start = this.#startBlock;
    if (start === undefined) return this.#onDisc;
    const { lengthBytes } = this.node;
    return Array.from({ length: this.sections }, (_, index) => ({
      startBlock: lengthBytes === 0 ? 0 : start + (index * LONGEST_SECTION_BYTES) / BLOCK_BYTES,
      lengthBytes: Math.min(LONGEST_SECTION_BYTES, lengthBytes - index * LONGEST_SECTION_BYTES),
    }));
  }

  /** Gives it its place. */
  place(startBlock: number): void {
    this.#startBlock = startBlock;
  }
}

function requireWholeBlocks({ extents = [], lengthBytes }: TreeFile, path: string): readonly FileExtent[] {
  if (extents.length === 0) return [{ startBlock: 0, lengthBytes: 0 }];
  const isUsable =
    extents.every(({ startBlock }) => startBlock !== undefined) &&
    extents.slice(0, -1).every(({ lengthBytes: length }) => length % BLOCK_BYTES === 0) &&
    extents.reduce((sum, { lengthBytes: length }) => sum + length, 0) === lengthBytes;
  if (isUsable) return extents;
  throw new FileSystemError({
    kind: 'unsuitable-tree',
    reason: `${path} of the earlier session is not in extents that ISO 9660 can record`,
    remedy: 'Leave it out, or put a copy of the file into the new session',
    path,
  });
}

/** Every file of an image once. */
export class Contents {
  readonly #byNode = new Map<TreeFile, Content>();
  readonly #byLink = new Map<string, Content>();
  readonly #onDisc: ReadonlySet<TreeFile>;
  #count = 0;

  /** @param onDisc files of an earlier session */
  constructor(onDisc: ReadonlySet<TreeFile>) {
    this.#onDisc = onDisc;
  }

  of(node: TreeFile, path: string): Content {
    const found = this.#byNode.get(node);
    if (found !== undefined) return found;
    const isOnDisc = this.#onDisc.has(node);
    const link = node.linkId === undefined ? undefined : `${isOnDisc} ${node.linkId}`;
    const linked = link === undefined ? undefined : this.#byLink.get(link);
    const content = linked ?? new Content(node, path, this.nextSerialNumber(), isOnDisc);
    this.#byNode.set(node, content);
    if (link !== undefined) this.#byLink.set(link, content);
    return content;
  }

  /** Those that the image has, each once: these first, then folder by folder. */
  *inOrder(
    first: readonly Content[],
    folders: Iterable<readonly { readonly content: Content | undefined }[]>,
  ): Generator<Content> {
    const seen = new Set<Content>();
    const isNew = (content: Content | undefined): content is Content => {
      if (content === undefined || !content.written || content.embedded || seen.has(content)) return false;
      seen.add(content);
      return true;
    };
    for (const content of first) if (isNew(content)) yield content;
    for (const entries of folders) for (const { content } of entries) if (isNew(content)) yield content;
  }

  nextSerialNumber(): number {
    this.#count++;
    return this.#count;
  }
}
