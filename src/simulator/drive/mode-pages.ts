import { bitsIn, type Fields, type ValuesOf } from '../../codec/index.ts';
import { type ModePage, modePageHeader, PageControl } from '../../scsi/mode-page.ts';
import { illegalRequest, invalidParameter, pointerTo } from '../check-condition.ts';
import type { ModePageSet } from '../core.ts';
import type { PageDeclaration } from '../mode-pages/page-declaration.ts';

interface Images {
  readonly declaration: PageDeclaration<any>;
  readonly defaults: Uint8Array;
  readonly changeable: Uint8Array;
  current: Uint8Array;
}

/** The mode pages, built from their declarations. */
export class ModePages implements ModePageSet {
  /** Ascending by page code. */
  readonly #pages: readonly Images[];
  /** Decoded once, since every WRITE needs them. */
  readonly #values = new Map<number, unknown>();

  constructor(declarations: readonly PageDeclaration<any>[]) {
    this.#pages = declarations
      .toSorted((left, right) => left.page.code - right.page.code)
      .map((declaration) => {
        const { page, encode = page.encode, changeable } = declaration;
        const defaults = encode(declaration.defaults);
        const mask = new Uint8Array(defaults.length);
        mask.set(page.layout.mask(changeable));
        mask.set(defaults.subarray(0, 2));
        return { declaration, defaults, changeable: mask, current: defaults };
      });
  }

  get codes(): readonly number[] {
    return this.#pages.map((images) => images.declaration.page.code);
  }

  values<F extends Fields>(page: ModePage<F>): ValuesOf<F> {
    const known = this.#values.get(page.code);
    if (known !== undefined) return known as ValuesOf<F>;
    const images = this.#find(page.code);
    if (images === undefined) throw new Error(`this drive has no mode page ${page.code}`);
    const values = page.decode(currentImage(images));
    if (images.declaration.live === undefined) this.#values.set(page.code, values);
    return values;
  }

  image(code: number, control: Exclude<PageControl, typeof PageControl.Saved>): Uint8Array | undefined {
    const images = this.#find(code);
    if (images === undefined) return undefined;
    if (control === PageControl.Changeable) return images.changeable;
    return control === PageControl.Default ? images.defaults : currentImage(images);
  }

  select(pages: readonly Uint8Array[], offsets: readonly number[]): void {
    const accepted = pages.map((bytes, index) => this.#accept(bytes, offsets[index] ?? 0));
    for (const { images, bytes } of accepted) images.current = bytes;
    this.#values.clear();
  }

  /** Every page as after power-on. */
  reset(): void {
    for (const images of this.#pages) images.current = images.defaults;
    this.#values.clear();
  }

  #accept(bytes: Uint8Array, offset: number): { images: Images; bytes: Uint8Array } {
    const header = modePageHeader.decode(bytes);
    const images = this.#find(header.pageCode);
    // PS says in MODE SENSE that a page can be saved; in MODE SELECT it is reserved (SPC-3 7.4.5).
    if (header.parametersSavable) throw invalidParameter(offset, 7);
    if (images === undefined) throw invalidParameter(offset, 5);
    const current = currentImage(images);
    if (bytes.length !== current.length) throw invalidParameter(offset + 1);
    const fixed = firstFixedBitChanged(current, bytes, images.changeable);
    if (fixed !== undefined) throw invalidParameter(offset + fixed.byte, fixed.bit);
    const { page, refusedField } = images.declaration;
    const refused = refusedField?.(page.decode(bytes));
    if (refused !== undefined) {
      throw illegalRequest(0x26, 0x00, { fieldPointer: pointerTo('parameters', page.layout, refused, offset) });
    }
    return { images, bytes: Uint8Array.from(bytes) };
  }

  #find(code: number): Images | undefined {
    return this.#pages.find((images) => images.declaration.page.code === code);
  }
}

function currentImage({ declaration, current }: Images): Uint8Array {
  const { live, reencoded, page, encode = page.encode, defaults } = declaration;
  if (reencoded) return encode({ ...defaults, ...live?.() });
  return live === undefined ? current : page.layout.patch(current, live());
}

function firstFixedBitChanged(current: Uint8Array, wanted: Uint8Array, changeable: Uint8Array) {
  for (let byte = 2; byte < current.length; byte++) {
    const changed = ((current[byte] ?? 0) ^ (wanted[byte] ?? 0)) & ~(changeable[byte] ?? 0);
    const bit = bitsIn(changed & 0xff).at(-1);
    if (bit !== undefined) return { byte, bit };
  }
  return undefined;
}
