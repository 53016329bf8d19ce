import type { NodeAttributes } from '../../filesystem/tree/model.ts';
import { givenInWords } from '../core/given-in-words.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { variantBool } from '../core/variant-bool.ts';

/** What a folder is for the items in it. */
export interface ItemParent {
  readonly fullPath: string;
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
    this.#created = this.#date(value, 'creationTime');
  }

  /** IFsiItem::get_LastAccessedTime. */
  get lastAccessedTime(): Date | undefined {
    return this.#accessed;
  }

  /** IFsiItem::put_LastAccessedTime. @throws E_INVALIDARG, IMAPI_E_READONLY */
  set lastAccessedTime(value: Date) {
    this.#accessed = this.#date(value, 'lastAccessedTime');
  }

  /** IFsiItem::get_LastModifiedTime. */
  get lastModifiedTime(): Date | undefined {
    return this.#modified;
  }

  /** IFsiItem::put_LastModifiedTime. @throws E_INVALIDARG, IMAPI_E_READONLY */
  set lastModifiedTime(value: Date) {
    this.#modified = this.#date(value, 'lastModifiedTime');
  }

  /** IFsiItem::get_IsHidden. */
  get isHidden(): boolean {
    return this.#hidden;
  }

  /** IFsiItem::put_IsHidden. @throws E_INVALIDARG, IMAPI_E_READONLY */
  set isHidden(value: boolean) {
    const hidden = variantBool(value, 'isHidden');
    this.requireWritable('isHidden');
    this.#hidden = hidden;
  }

  /** Not of IMAPI2: the folder that has it. */
  attach(parent: ItemParent): void {
    this.#parent = parent;
  }

  /** Not of IMAPI2: whether a folder has it. */
  get attached(): boolean {
    return this.#parent !== undefined;
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
}
