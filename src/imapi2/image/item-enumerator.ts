import { inJson } from '../../json-values.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';

/**
 * Goes through items as they were when it was made (IEnumFsiItems, 2C941FDA-975B-59BE-A960-9A2A262853A5, and IEnumProgressItems,
 * 2C941FD6-975B-59BE-A960-9A2A262853A5). `for ... of` is what JavaScript has for that, and always begins at the first.
 */
export class ItemEnumerator<Item> implements Iterable<Item> {
  readonly #items: readonly Item[];
  #at = 0;

  constructor(items: Iterable<Item>) {
    this.#items = [...items];
  }

  [Symbol.iterator](): Iterator<Item> {
    return this.#items[Symbol.iterator]();
  }

  /** IEnumFsiItems::Next. @returns up to so many of the next ones; fewer at the end @throws E_INVALIDARG */
  next(celt: number): readonly Item[] {
    return this.#take(celt, 'next()');
  }

  /** IEnumFsiItems::Skip. @returns S_OK, or S_FALSE if there are not so many left @throws E_INVALIDARG */
  skip(celt: number): number {
    return this.#take(celt, 'skip()').length === celt ? HResult.S_OK : HResult.S_FALSE;
  }

  /** IEnumFsiItems::Reset. */
  reset(): void {
    this.#at = 0;
  }

  /** IEnumFsiItems::Clone. One that is at the same place. */
  clone(): ItemEnumerator<Item> {
    const copy = new ItemEnumerator(this.#items);
    copy.#at = this.#at;
    return copy;
  }

  #take(count: number, member: string): readonly Item[] {
    if (!Number.isSafeInteger(count) || count < 0) {
      throw new ImapiError(HResult.E_INVALIDARG, { member, remedy: 'Give a number of items.' });
    }
    const taken = this.#items.slice(this.#at, this.#at + count);
    this.#at += taken.length;
    return taken;
  }

  /** The items as plain data, for logs. */
  toJSON(): object {
    return inJson(this.#items) as object;
  }
}
