import { toHex } from '../../codec/index.ts';

/** A block of the lead-in carries four packs of 18 bytes in the six bits R to W of its 96 symbols (MMC-3 annex J). */
export const LEAD_IN_BLOCK_BYTES = 96;
const PACK_BYTES = 18;
const SIX_BITS = 64;
/** All that eight languages can have. */
const MAX_PACKS = 2_048;

/** Collects the packs of a lead-in, which come again and again. */
export class LeadInText {
  readonly #packs: string[] = [];
  readonly #known = new Set<string>();

  /** Takes blocks of 96 bytes; the bits P and Q of each are left out. */
  add(blocks: Uint8Array): void {
    const packs = packed(blocks);
    for (let start = 0; start + PACK_BYTES <= packs.length; start += PACK_BYTES) {
      const pack = toHex(packs.subarray(start, start + PACK_BYTES));
      if (this.#known.has(pack) || this.#packs.length >= MAX_PACKS || /^0+$/.test(pack)) continue;
      this.#known.add(pack);
      this.#packs.push(pack);
    }
  }

  /** In hexadecimal; undefined when there are none. */
  get text(): string | undefined {
    return this.#packs.length === 0 ? undefined : this.#packs.join('');
  }
}

/** Four symbols of six bits are three bytes. */
function packed(symbols: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(Math.floor(symbols.length / 4) * 3);
  const view = new DataView(new ArrayBuffer(4));
  for (let group = 0; group < symbols.length / 4; group++) {
    let value = 0;
    for (let index = 0; index < 4; index++) value = value * SIX_BITS + ((symbols[group * 4 + index] ?? 0) % SIX_BITS);
    view.setUint32(0, value);
    bytes.set(new Uint8Array(view.buffer, 1), group * 3);
  }
  return bytes;
}
