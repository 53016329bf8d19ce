import { inJson } from '../../json-values.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { ItemEnumerator } from './item-enumerator.ts';
import type { ProgressItem } from './progress-item.ts';

/** Which file is in which blocks (IProgressItems, 2C941FD7-975B-59BE-A960-9A2A262853A5). */
export class ProgressItems implements Iterable<ProgressItem> {
  readonly #items: readonly ProgressItem[];

  constructor(items: readonly ProgressItem[]) {
    this.#items = items;
  }

  /** IProgressItems::get__NewEnum. */
  [Symbol.iterator](): Iterator<ProgressItem> {
    return this.#items[Symbol.iterator]();
  }

  /** IProgressItems::get_Count. */
  get count(): number {
    return this.#items.length;
  }

  /** IProgressItems::get_EnumProgressItems. */
  get enumProgressItems(): ItemEnumerator<ProgressItem> {
    return new ItemEnumerator(this.#items);
  }

  /** IProgressItems::get_Item. @param index from 0 @throws E_INVALIDARG */
  item(index: number): ProgressItem {
    return this.#required(this.#items[index], 'item()');
  }

  /** IProgressItems::ProgressItemFromBlock. @throws E_INVALIDARG */
  progressItemFromBlock(block: number): ProgressItem {
    const found = this.#items.find(({ firstBlock, lastBlock }) => firstBlock <= block && block <= lastBlock);
    return this.#required(found, 'progressItemFromBlock()');
  }

  /** IProgressItems::ProgressItemFromDescription. @throws E_INVALIDARG */
  progressItemFromDescription(description: string): ProgressItem {
    return this.#required(
      this.#items.find((item) => item.description === description),
      'progressItemFromDescription()',
    );
  }

  #required(item: ProgressItem | undefined, member: string): ProgressItem {
    if (item !== undefined) return item;
    throw new ImapiError(HResult.E_INVALIDARG, { member, meaning: 'there is no such item' });
  }

  /** The items as plain data, for logs. */
  toJSON(): object {
    return inJson(this.#items) as object;
  }
}
