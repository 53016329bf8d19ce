import { basename, resolve } from 'node:path';
import type { TreeFolder, TreeNode } from '../../filesystem/tree/model.ts';
import { treeFromFolder } from '../../filesystem/tree/tree-from-folder.ts';
import { membersInJson } from '../../json-values.ts';
import { givenInWords } from '../core/given-in-words.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { StreamData } from '../core/stream-data.ts';
import { variantBool } from '../core/variant-bool.ts';
import { fileSystemFailure } from './file-system-failure.ts';
import { FsiFileItem, fileData } from './fsi-file-item.ts';
import { FsiItem, type ItemParent, requireName } from './fsi-item.ts';
import { ItemEnumerator } from './item-enumerator.ts';
import { type IsoLevel, nameIn } from './recorded-names.ts';

/** A folder of an image (IFsiDirectoryItem, 2C941FDC-975B-59BE-A960-9A2A262853A5). Paths have backslashes or slashes. */
export class FsiDirectoryItem extends FsiItem implements ItemParent, Iterable<FsiItem> {
  readonly #items = new Map<string, FsiItem>();
  #others: readonly TreeNode[] = [];

  /** IFsiDirectoryItem::get__NewEnum. Files and folders in the order in which they were added. */
  [Symbol.iterator](): Iterator<FsiItem> {
    return this.#items.values();
  }

  /** IFsiDirectoryItem::get_EnumFsiItems. */
  get enumFsiItems(): ItemEnumerator<FsiItem> {
    return new ItemEnumerator(this);
  }

  /** IFsiDirectoryItem::get_Count. */
  get count(): number {
    return this.#items.size;
  }

  /** IFsiDirectoryItem::get_Item. @throws IMAPI_E_INVALID_PATH, IMAPI_E_ITEM_NOT_FOUND */
  item(path: string): FsiItem {
    const member = 'item()';
    const found = this.find(partsOf(path, member));
    if (found !== undefined) return found;
    throw new ImapiError(HResult.IMAPI_E_ITEM_NOT_FOUND, { member, meaning: `there is no ${path}` });
  }

  /** IFsiDirectoryItem::AddDirectory. Its parent must exist. @throws IMAPI_E_INVALID_PATH, IMAPI_E_DUP_NAME, IMAPI_E_READONLY */
  addDirectory(path: string): void {
    const { parent, name } = this.#placeOf(path, 'addDirectory()');
    parent.#put(new FsiDirectoryItem(name), 'addDirectory()');
  }

  /** IFsiDirectoryItem::AddFile. @throws E_POINTER, IMAPI_E_INVALID_PATH, IMAPI_E_DUP_NAME, IMAPI_E_READONLY */
  addFile(path: string, fileContents: StreamData): void {
    const member = 'addFile()';
    const { parent, name } = this.#placeOf(path, member);
    const file = new FsiFileItem(name);
    file.data = fileData(fileContents, member);
    parent.#put(file, member);
  }

  /**
   * IFsiDirectoryItem::AddTree. Folders that are there already are merged.
   * @param includeBaseDirectory true puts the folder itself into this one; false only what is in it
   * @throws IMAPI_E_DIRECTORY_READ_FAILURE, IMAPI_E_DUP_NAME, IMAPI_E_READONLY
   */
  async addTree(sourceDirectory: string, includeBaseDirectory: boolean): Promise<void> {
    const member = 'addTree()';
    const withBase = variantBool(includeBaseDirectory, member);
    this.requireWritable(member);
    try {
      const tree = await treeFromFolder(sourceDirectory, { owners: false });
      if (!withBase) {
        this.addNodes(tree, member);
        return;
      }
      const name = requireName(basename(resolve(sourceDirectory)), member);
      this.addNodes({ kind: 'folder', name: '', children: [{ ...tree, name }] }, member);
    } catch (error) {
      throw fileSystemFailure(error, member, HResult.IMAPI_E_DIRECTORY_READ_FAILURE);
    }
  }

  /** IFsiDirectoryItem::Add. An item that createFileItem() or createDirectoryItem() made. @throws E_POINTER, IMAPI_E_DUP_NAME */
  add(item: FsiItem): void {
    const member = 'add()';
    if (item === null || item === undefined) throw new ImapiError(HResult.E_POINTER, { member });
    this.requireWritable(member);
    if (!(item instanceof FsiItem) || item.attached) {
      throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, { member, remedy: 'Give a new item.' });
    }
    this.#put(item, member);
  }

  /** IFsiDirectoryItem::Remove. A file, or a folder that is empty. @throws IMAPI_E_ITEM_NOT_FOUND, IMAPI_E_DIR_NOT_EMPTY */
  remove(path: string): void {
    const member = 'remove()';
    const { parent, name } = this.#found(path, member);
    const item = parent.#items.get(name);
    if (item instanceof FsiDirectoryItem && item.count > 0) {
      throw new ImapiError(HResult.IMAPI_E_DIR_NOT_EMPTY, { member });
    }
    parent.#delete(name);
  }

  /** IFsiDirectoryItem::RemoveTree. A folder and all that is in it. @throws IMAPI_E_ITEM_NOT_FOUND, IMAPI_E_NOT_DIR */
  removeTree(path: string): void {
    const member = 'removeTree()';
    const { parent, name } = this.#found(path, member);
    if (!(parent.#items.get(name) instanceof FsiDirectoryItem))
      throw new ImapiError(HResult.IMAPI_E_NOT_DIR, { member });
    parent.#delete(name);
  }

  /** Not of IMAPI2: the item at a path, or undefined. */
  find(parts: readonly string[]): FsiItem | undefined {
    let at: FsiItem = this;
    for (const part of parts) {
      const next = at instanceof FsiDirectoryItem ? at.#items.get(part) : undefined;
      if (next === undefined) return undefined;
      at = next;
    }
    return at;
  }

  /** Not of IMAPI2: puts the nodes of a folder in here, into folders of the same names where there are some. */
  addNodes(folder: TreeFolder, member: string): void {
    for (const node of folder.children) {
      const before = this.#items.get(node.name);
      if (node.kind === 'folder') {
        const into = before instanceof FsiDirectoryItem ? before : new FsiDirectoryItem(node.name, node);
        if (into !== before) this.#put(into, member);
        into.addNodes(node, member);
      } else if (node.kind === 'file') this.#put(new FsiFileItem(node.name, node), member);
      else this.#addOther(node);
    }
  }

  /** Not of IMAPI2: the folder for the image. @param importedOnly only what is on the disc already */
  override toNode(importedOnly = false): TreeFolder {
    const children: TreeNode[] = importedOnly ? [] : [...this.#others];
    for (const item of this.#items.values()) {
      if (item instanceof FsiDirectoryItem) children.push(item.toNode(importedOnly));
      else if (item instanceof FsiFileItem && (item.imported || !importedOnly)) children.push(item.toNode());
    }
    return { ...this.attributes, kind: 'folder', children };
  }

  override changed(undo: () => void): void {
    super.changed(undo);
  }

  override fileSystemPath(fileSystem: number): string {
    return super.fileSystemPath(fileSystem);
  }

  /** Not of IMAPI2: see {@link ItemParent}. */
  recordedName(item: { readonly name: string }, fileSystem: number, member: string): string {
    return nameIn(fileSystem, item.name, this.toNode().children, this.isoLevel, member);
  }

  /** Not of IMAPI2: of the image that it belongs to. */
  get isoLevel(): IsoLevel | undefined {
    return this.parent?.isoLevel;
  }

  override requireWritable(member: string): void {
    super.requireWritable(member);
  }

  #put(item: FsiItem, member: string): void {
    this.requireWritable(member);
    if (this.#items.has(item.name)) {
      throw new ImapiError(HResult.IMAPI_E_DUP_NAME, {
        member,
        meaning: `${this.fullPath} already has a ${item.name}`,
      });
    }
    item.attach(this);
    this.#items.set(item.name, item);
    this.changed(() => this.#items.delete(item.name));
  }

  /** To undo it puts the item back where it was among the others. */
  #delete(name: string): void {
    const before = [...this.#items];
    this.#items.delete(name);
    this.changed(() => {
      this.#items.clear();
      for (const [each, item] of before) this.#items.set(each, item);
    });
  }

  /** Links and devices, which ISO 9660 without Rock Ridge leaves out. */
  #addOther(node: TreeNode): void {
    const before = this.#others;
    this.#others = [...before, node];
    this.changed(() => {
      this.#others = before;
    });
  }

  #placeOf(path: string, member: string): { readonly parent: FsiDirectoryItem; readonly name: string } {
    const parts = partsOf(path, member);
    const name = parts.at(-1);
    if (name === undefined) throw new ImapiError(HResult.IMAPI_E_INVALID_PATH, { member });
    const parent = this.find(parts.slice(0, -1));
    if (parent instanceof FsiDirectoryItem) return { parent, name };
    throw new ImapiError(HResult.IMAPI_E_DIR_NOT_FOUND, { member, remedy: 'Add the folder that it is in first.' });
  }

  #found(path: string, member: string): { readonly parent: FsiDirectoryItem; readonly name: string } {
    this.requireWritable(member);
    const place = this.#placeOf(path, member);
    if (place.parent.#items.has(place.name)) return place;
    throw new ImapiError(HResult.IMAPI_E_ITEM_NOT_FOUND, { member, meaning: `there is no ${path}` });
  }

  /** What it holds, as plain data, for logs. */
  override toJSON(): object {
    return { ...super.toJSON(), ...membersInJson(this, ['count']) };
  }
}

/** @throws IMAPI_E_INVALID_PATH */
export function partsOf(path: unknown, member: string): readonly string[] {
  const parts = typeof path === 'string' && path !== '' ? path.split(/[\\/]/).filter((part) => part !== '') : undefined;
  if (
    parts !== undefined &&
    !parts.includes('.') &&
    !parts.includes('..') &&
    !parts.some((part) => part.includes('\0'))
  ) {
    return parts;
  }
  throw new ImapiError(HResult.IMAPI_E_INVALID_PATH, { member, meaning: `${givenInWords(path)} is not a path` });
}
