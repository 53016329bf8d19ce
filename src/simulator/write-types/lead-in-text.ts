import { packsOfLeadIn } from '../../cd/cd-text/lead-in.ts';
import { cdTextPack, MOST_PACKS } from '../../cd/cd-text/pack.ts';
import { toHex } from '../../codec/index.ts';

/** Collects the packs of a lead-in, which repeats them. */
export class LeadInText {
  readonly #packs: string[] = [];
  readonly #known = new Set<string>();

  /** Adds blocks of 96 bytes; their bits P and Q are ignored. */
  add(blocks: Uint8Array): void {
    const packs = packsOfLeadIn(blocks);
    // Most lead-ins have no text, and every block of a raw one comes here.
    if (packs.every((byte) => byte === 0)) return;
    for (let start = 0; start < packs.length; start += cdTextPack.lengthBytes) {
      const pack = toHex(packs.subarray(start, start + cdTextPack.lengthBytes));
      if (this.#known.has(pack) || this.#packs.length >= MOST_PACKS || /^0+$/.test(pack)) continue;
      this.#known.add(pack);
      this.#packs.push(pack);
    }
  }

  /** In hexadecimal; undefined if there are none. */
  get text(): string | undefined {
    return this.#packs.length === 0 ? undefined : this.#packs.join('');
  }
}
