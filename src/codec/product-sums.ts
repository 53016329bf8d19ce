/** Sums, modulo 2^32, of the low and of the high halves of 64-bit products. */
export interface ProductSums {
  readonly low: number;
  readonly high: number;
}

const WORD_BYTES = 4;
const LOW_HALF = 0xffff_ffffn;

/**
 * JavaScript has no fast 64-bit integers, and there are 200 million words on a disc. So the loop is a WebAssembly function
 * of 113 bytes, assembled by hand:
 *
 *     (module (memory (export "m") 2)
 *       (func (export "f") (param $at i32) (param $end i32) (param $number i64)
 *         (local $low i64) (local $high i64) (local $product i64)
 *         (loop
 *           (local.set $product (i64.mul (i64.load32_u (local.get $at)) (local.get $number)))
 *           (local.set $low (i64.add (i64.and (local.get $product) (i64.const 0xffffffff)) (local.get $low)))
 *           (local.set $high (i64.add (i64.shr_u (local.get $product) (i64.const 32)) (local.get $high)))
 *           (local.set $number (i64.add (local.get $number) (i64.const 1)))
 *           (local.set $at (i32.add (local.get $at) (i32.const 4)))
 *           (br_if 0 (i32.lt_u (local.get $at) (local.get $end))))
 *         (i64.store (i32.const 0) (local.get $low))
 *         (i64.store offset=8 (i32.const 0) (local.get $high))))
 */
const MODULE =
  '0061736d0100000001070160037f7f7e00030201000503010002070902016d0200016600000a4a014801037e' +
  '0340200035020020027e220542ffffffff0f8320037c2103200542208820047c2104200242017c2102200041046a' +
  '22002001490d000b41002003370300410020043703080b';

/** What the module has: nothing of WebAssembly is in the types that this project is compiled with. */
interface Loop {
  readonly m: { readonly buffer: ArrayBuffer };
  readonly f: (at: number, end: number, number: bigint) => void;
}

/** The sums come first, the words after them. */
const FIRST_BYTE = 16;
const MOST_BYTES = 128 * 1_024 - FIRST_BYTE;

let loop: Loop | undefined;

function loopOfModule(): Loop {
  const { WebAssembly } = globalThis as unknown as {
    readonly WebAssembly: {
      readonly Module: new (bytes: Uint8Array) => object;
      readonly Instance: new (module: object) => { readonly exports: object };
    };
  };
  const bytes = Uint8Array.from(MODULE.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as Loop;
}

/**
 * Multiplies each 32-bit word, least significant byte first, by its number, and adds up both halves of the products.
 * @param bytes a multiple of four
 * @param first the number of the first word; they count up from there
 */
export function productSums(bytes: Uint8Array, first: number): ProductSums {
  loop ??= loopOfModule();
  const memory = loop.m.buffer;
  const view = new DataView(memory);
  let low = 0n;
  let high = 0n;
  for (let done = 0; done < bytes.length; done += MOST_BYTES) {
    const part = bytes.subarray(done, done + MOST_BYTES);
    new Uint8Array(memory).set(part, FIRST_BYTE);
    loop.f(FIRST_BYTE, FIRST_BYTE + part.length, BigInt(first + done / WORD_BYTES));
    low += view.getBigUint64(0, true);
    high += view.getBigUint64(8, true);
  }
  return { low: Number(low & LOW_HALF), high: Number(high & LOW_HALF) };
}
