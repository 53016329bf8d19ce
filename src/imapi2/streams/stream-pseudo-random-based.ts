import { membersInJson } from '../../json-values.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { ByteReader } from '../core/stream-data.ts';
import type { IStreamPseudoRandomBased } from '../interfaces/index.ts';

const HIGHEST_SEED = 0xffff_ffff;
/** The generator of Numerical Recipes. Of its 32 bits, the highest eight are the least regular. */
const MULTIPLIER = 1_664_525;
const INCREMENT = 1_013_904_223;

/**
 * Bytes that look random, as IMAPI2's MsftStreamPrng001 gives: for tests of discs. Its own bytes are not known, so these differ
 * from them.
 */
export class StreamPseudoRandomBased implements IStreamPseudoRandomBased {
  readonly name = 'pseudo-random bytes';
  readonly repeatable = true;
  #seed = 0;
  #lengthBytes = 0;

  get seed(): number {
    return this.#seed;
  }

  set seed(value: number) {
    if (!Number.isSafeInteger(value) || value < 0 || value > HIGHEST_SEED) {
      throw new ImapiError(HResult.E_INVALIDARG, { member: 'seed', remedy: 'Give a whole number of 32 bits.' });
    }
    this.#seed = value;
  }

  get extendedSeed(): readonly number[] {
    throw noExtendedSeed();
  }

  set extendedSeed(_values: readonly number[]) {
    throw noExtendedSeed();
  }

  get lengthBytes(): number {
    return this.#lengthBytes;
  }

  setSize(lengthBytes: number): void {
    if (!Number.isSafeInteger(lengthBytes) || lengthBytes < 0) {
      throw new ImapiError(HResult.E_INVALIDARG, { member: 'setSize()', remedy: 'Give a number of bytes.' });
    }
    this.#lengthBytes = lengthBytes;
  }

  async openReader(): Promise<ByteReader> {
    const state = new Uint32Array([this.#seed]);
    const highest = new DataView(new ArrayBuffer(4));
    let left = this.#lengthBytes;
    return {
      async read(target) {
        const length = Math.min(left, target.length);
        for (let at = 0; at < length; at++) {
          state[0] = Math.imul(state[0] ?? 0, MULTIPLIER) + INCREMENT;
          highest.setUint32(0, state[0] ?? 0);
          target[at] = highest.getUint8(0);
        }
        left -= length;
        return length;
      },
      async close() {},
    };
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['name', 'lengthBytes', 'seed']);
  }
}

const noExtendedSeed = (): ImapiError =>
  new ImapiError(HResult.E_NOTIMPL, { member: 'extendedSeed', remedy: 'Use seed.' });
