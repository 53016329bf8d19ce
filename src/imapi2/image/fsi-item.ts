import type { NodeAttributes, TreeNode } from '../../filesystem/tree/model.ts';
import { membersInJson } from '../../json-values.ts';
import { givenInWords } from '../core/given-in-words.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { variantBool } from '../core/variant-bool.ts';
import { type IsoLevel, nameIn } from './recorded-names.ts';

/** What a folder is for the items in it. */
export interface ItemParent {
  readonly fullPath: string;
  /** The path by the names of one file system. @throws IMAPI_E_INVALID_PARAM */
  fileSystemPath(fileSystem: number): string;
  /** The name of an item in it. @throws IMAPI_E_INVALID_PARAM */
  recordedName(item: { readonly name: string }, fileSystem: number, member: string): string;
  /** Of the names of ISO 9660; undefined where no image says. */
  readonly isoLevel: IsoLevel | undefined;
  /** Something in it was changed, which can be undone. */
  changed(undo: () => void): void;
  /** @throws IMAPI_E_READONLY once the image is made */
  requireWritable(member: string): void;
}

const FORBIDDEN = /[\\/\0]/;

/** @throws IMAPI_E_INVALID_PARAM for what cannot be a name */
export function requireName(name: unknown, member: string): string {
  if (typeof name === 'string' && name !== '' && name !== '.' && name !== '..' && !FORBIDDEN.test(name)) return name;
  const remedy = 'Give a name without slashes, which is not . or ...';
  throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, {
    member,
    meaning: `${givenInWords(name)} cannot be a name`,
    remedy,
  });
}

/** A file or folder of an image (IFsiItem, 2C941FD9-975B-59BE-A960-9A2A262853A5). */
export abstract class FsiItem {
  /** IFsiItem::get_Name. */
  readonly name: string;
  #parent: ItemParent | undefined;
  #created: Date | undefined;
  #accessed: Date | undefined;
  #modified: Date | undefined;
  #hidden = false;

  constructor(name: string, attributes: Omit<NodeAttributes, 'name'> = {}) {
    this.name = name;
    this.#created = attributes.created;
    this.#accessed = attributes.accessed;
    this.#modified = attributes.modified;
    this.#hidden = attributes.hidden ?? false;
  }

  /** IFsiItem::get_FullPath. From the root, with backslashes: `\FOLDER\FILE.TXT`. */
  get fullPath(): string {
    const parent = this.#parent?.fullPath ?? '';
    return `${parent === '\\' ? '' : parent}\\${this.name}`;
  }

  /** IFsiItem::get_CreationTime. The date of the image unless it was set. */
  get creationTime(): Date | undefined {
    return this.#created;
  }

  /** IFsiItem::put_CreationTime. @throws E_INVALIDARG, IMAPI_E_READONLY */
  set creationTime(value: Date) {
    const date = this.#date(value, 'creationTime');
    const before = this.#created;
    this.#created = date;
    this.changed(() => {
      this.#created = before;
    });
  }

  /** IFsiItem::get_LastAccessedTime. */
  get lastAccessedTime(): Date | undefined {
    return this.#accessed;
  }

  /** IFsiItem::put_LastAccessedTime. @throws E_INVALIDARG, IMAPI_E_READONLY */
  set lastAccessedTime(value: Date) {
    const date = this.#date(value, 'lastAccessedTime');
    const before = this.#accessed;
    this.#accessed = date;
    this.changed(() => {
      this.#accessed = before;
    });
  }

  /** IFsiItem::get_LastModifiedTime. */
  get lastModifiedTime(): Date | undefined {
    return this.#modified;
  }

  /** IFsiItem::put_LastModifiedTime. @throws E_INVALIDARG, IMAPI_E_READONLY */
  set lastModifiedTime(value: Date) {
    const date = this.#date(value, 'lastModifiedTime');
    const before = this.#modified;
    this.#modified = date;
    this.changed(() => {
      this.#modified = before;
    });
  }

  /** IFsiItem::get_IsHidden. */
  get isHidden(): boolean {
    return this.#hidden;
  }

  /** IFsiItem::put_IsHidden. @throws E_INVALIDARG, IMAPI_E_READONLY */
  set isHidden(value: boolean) {
    const hidden = variantBool(value, 'isHidden');
    this.requireWritable('isHidden');
    const before = this.#hidden;
    this.#hidden = hidden;
    this.changed(() => {
      this.#hidden = before;
    });
  }

  /**
   * IFsiItem::FileSystemName. As this file system records it, without a version: `SUMMER_OF_20.JPG`.
   * @param fileSystem one of FsiFileSystems
   * @throws IMAPI_E_INVALID_PARAM
   */
  fileSystemName(fileSystem: number): string {
    const member = 'fileSystemName()';
    const parent = this.#parent;
    const alone = () => nameIn(fileSystem, this.name, [this.toNode()], undefined, member);
    return parent === undefined ? alone() : parent.recordedName(this, fileSystem, member);
  }

  /** IFsiItem::FileSystemPath. The same, of the item and all folders that it is in. @throws IMAPI_E_INVALID_PARAM */
  fileSystemPath(fileSystem: number): string {
    const parent = this.#parent?.fileSystemPath(fileSystem) ?? '';
    return `${parent === '\\' ? '' : parent}\\${this.fileSystemName(fileSystem)}`;
  }

  /** Not of IMAPI2: what the image gets. */
  abstract toNode(): TreeNode;

  /** Not of IMAPI2: the folder that has it. */
  attach(parent: ItemParent): void {
    this.#parent = parent;
  }

  /** Not of IMAPI2: whether a folder has it. */
  get attached(): boolean {
    return this.#parent !== undefined;
  }

  protected get parent(): ItemParent | undefined {
    return this.#parent;
  }

  changed(undo: () => void): void {
    this.#parent?.changed(undo);
  }

  protected requireWritable(member: string): void {
    this.#parent?.requireWritable(member);
  }

  protected get attributes(): NodeAttributes {
    return {
      name: this.name,
      created: this.#created,
      accessed: this.#accessed,
      modified: this.#modified,
      hidden: this.#hidden,
    };
  }

  #date(value: Date, member: string): Date {
    if (!(value instanceof Date) || Number.isNaN(value.getTime())) {
      throw new ImapiError(HResult.E_INVALIDARG, { member, remedy: 'Give a Date.' });
    }
    this.requireWritable(member);
    return value;
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['fullPath', 'name', 'creationTime', 'lastModifiedTime', 'isHidden']);
  }
}
