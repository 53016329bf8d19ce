import { concatBytes } from '../../../codec/index.ts';

/** The identifiers of one folder in one piece of memory: an array of its own for each would take more than what is in it. */
export class PackedIdentifiers {
  readonly #bytes: Uint8Array;
  readonly #ends: Uint32Array;

  constructor(identifiers: readonly Uint8Array[]) {
    this.#bytes = concatBytes(identifiers);
    this.#ends = new Uint32Array(identifiers.length);
    let end = 0;
    for (const [index, { length }] of identifiers.entries()) {
      end += length;
      this.#ends[index] = end;
    }
  }

  at(index: number): Uint8Array {
    return this.#bytes.subarray(index === 0 ? 0 : this.#ends[index - 1], this.#ends[index]);
  }
}
