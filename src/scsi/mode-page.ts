import {
  bit,
  bits,
  DecodeError,
  type Field,
  type Fields,
  fixed,
  hexNumber,
  optional,
  requireBytes,
  type Struct,
  struct,
  u8,
  u16,
  u24,
  type ValuesOf,
} from '../codec/index.ts';

/** Which values of a page MODE SENSE asks for (SPC-3 6.9.1). */
export const PageControl = { Current: 0, Changeable: 1, Default: 2, Saved: 3 } as const;
/** A value of the constant of the same name. */
export type PageControl = (typeof PageControl)[keyof typeof PageControl];

/** The first two bytes of every mode page (SPC-3 7.4.5). */
export const modePageHeader = struct(2, { parametersSavable: bit(0, 7), pageCode: bits(0, [5, 0]), pageLength: u8(1) });

/** The declaration of a mode page. */
export interface ModePageSpec<F extends Fields> {
  readonly code: number;
  readonly name: string;
  readonly clause: string;
  /** The whole page with its two header bytes, which {@link encode} fills in. */
  readonly layout: Struct<F>;
}

type PageArguments<F extends Fields> = Partial<ValuesOf<F>>;

/** A mode page, which is encoded and decoded (SPC-3 7.4). */
export interface ModePage<F extends Fields> extends ModePageSpec<F> {
  /**
   * @param bytes the page with its header, as long as in the drive's version of the standard; fields that it ends before are undefined
   * @throws DecodeError for another page, and for one too short to be of use
   */
  decode(bytes: Uint8Array): ValuesOf<F>;
  /** A page of this declaration's length; fields left out are zero. */
  encode(values: PageArguments<F>): Uint8Array<ArrayBuffer>;
  /** The drive's own page with these fields replaced, PS cleared as MODE SELECT requires, and everything else kept. */
  edit(bytes: Uint8Array, changes: PageArguments<F>): Uint8Array<ArrayBuffer>;
}

/** Declares one mode page, bytes 0 and 1 being its header. */
export function defineModePage<const F extends Fields>(spec: ModePageSpec<F>): ModePage<F> {
  const { code, layout, name } = spec;
  return {
    ...spec,
    decode(source) {
      requireBytes(source, 2);
      const { pageCode, pageLength } = modePageHeader.decode(source);
      if (pageCode !== code) {
        throw new DecodeError(`mode page ${hexNumber(code)} (${name}) expected, got ${hexNumber(pageCode)}`);
      }
      const own = source.subarray(0, Math.min(source.length, pageLength + 2));
      if (own.length < layout.minimumBytes) {
        throw new DecodeError(
          `mode page ${hexNumber(code)} (${name}) has ${own.length} bytes, fewer than the ${layout.minimumBytes} that it must have`,
        );
      }
      return layout.decode(own);
    },
    encode(values) {
      const blank = new Uint8Array(layout.lengthBytes);
      blank.set(modePageHeader.encode({ pageCode: code, pageLength: layout.lengthBytes - 2 }));
      return layout.patch(blank, values);
    },
    edit: (source, changes) => layout.patch(modePageHeader.patch(source, { parametersSavable: false }), changes),
  };
}

/** The header before block descriptors and pages (SPC-3 7.4.3). */
export const modeParameterHeader = struct(8, {
  modeDataLength: optional(u16(0, 'bytes')),
  mediumType: fixed(u8(2)),
  deviceSpecific: fixed(u8(3)),
  blockDescriptorLength: optional(u16(6, 'bytes')),
});

/** One block descriptor, as wodim still sends it (SPC-3 7.4.4.2). */
export const blockDescriptor = struct(8, { density: optional(u8(0)), blocks: optional(u24(1)), blockBytes: u24(5) });

/** The data of MODE SENSE(10) and MODE SELECT(10): a header, perhaps block descriptors, and pages. */
export interface ModeParameters {
  readonly mediumType: number;
  readonly blockDescriptors: Uint8Array;
  /** Whole pages with their headers, in the order sent. A page cut off by the allocation length is left out. */
  readonly pages: readonly Uint8Array[];
}

/** The header of MODE SENSE(10) and MODE SELECT(10) with what follows it (SPC-3 7.4). @throws DecodeError */
export const modeParameters = {
  decode(source: Uint8Array): ModeParameters {
    requireBytes(source, 8);
    const header = modeParameterHeader.decode(source);
    // MODE SELECT sends 0 as the length; MODE SENSE counts everything after the length field.
    const announced = header.modeDataLength === 0 ? source.length : header.modeDataLength + 2;
    const firstPage = 8 + header.blockDescriptorLength;
    if (firstPage > source.length && header.blockDescriptorLength > 0) {
      throw new DecodeError(
        `block descriptors of ${header.blockDescriptorLength} bytes do not fit into ${source.length} bytes`,
      );
    }
    const pages: Uint8Array[] = [];
    for (let start = firstPage; start + 2 <= source.length; ) {
      // Some drives announce too little: a page goes by its own length, and the first one is there if it has a code.
      const isFirstAfterEnd =
        start === firstPage && modePageHeader.fields.pageCode.decode(source.subarray(start)) !== 0;
      if (start + 2 > announced && !isFirstAfterEnd) break;
      const next = start + 2 + (source[start + 1] ?? 0);
      if (next > source.length) break;
      pages.push(source.subarray(start, next));
      start = next;
    }
    return { mediumType: header.mediumType, blockDescriptors: source.subarray(8, firstPage), pages };
  },
  /** As MODE SENSE returns it; MODE SELECT requires a length of zero: {@link encodeForSelect}. */
  encode(value: ModeParameters): Uint8Array<ArrayBuffer> {
    return assemble(value, (total) => total - 2);
  },
  encodeForSelect(value: ModeParameters): Uint8Array<ArrayBuffer> {
    return assemble(value, () => 0);
  },
};

function assemble(value: ModeParameters, dataLength: (totalBytes: number) => number): Uint8Array<ArrayBuffer> {
  const parts = [value.blockDescriptors, ...value.pages];
  const total = 8 + parts.reduce((sum, part) => sum + part.length, 0);
  const target = new Uint8Array(total);
  target.set(
    modeParameterHeader.encode({
      modeDataLength: dataLength(total),
      mediumType: value.mediumType,
      blockDescriptorLength: value.blockDescriptors.length,
    }),
  );
  let position = 8;
  for (const part of parts) {
    target.set(part, position);
    position += part.length;
  }
  return target;
}

/** A mode page with any fields. */
export type AnyModePage = ModePage<Readonly<Record<string, Field<any>>>>;
