import { endianness } from 'node:os';

/** What decides how C lays a struct out, apart from its fields. */
export interface CLayout {
  readonly pointerBytes: 4 | 8;
  readonly littleEndian: boolean;
}

/** `unsigned char name[length]`. */
export interface CBytes {
  readonly length: number;
}

/** The type of a field: an integer, a pointer, bytes, or another struct. */
export type CField = 'u8' | 'u16' | 'u32' | 'i32' | 'pointer' | CBytes | CStruct;

export type CFields = Readonly<Record<string, CField>>;

/** Numbers as numbers, pointers as addresses; bytes and nested structs are memory to read and to write. */
export type CValues<Fields extends CFields> = {
  -readonly [Name in keyof Fields]: Fields[Name] extends 'pointer'
    ? bigint
    : Fields[Name] extends string
      ? number
      : Uint8Array;
};

/** A C struct: its fields in order, at the offsets that C's rules of alignment give them. */
export interface CStruct<Fields extends CFields = any> {
  readonly size: number;
  readonly alignment: number;
  readonly fields: { readonly [Name in keyof Fields]: { readonly offset: number } };
  /**
   * The fields as properties of one object, over the memory given, without copying it.
   * @throws RangeError when a value that is assigned does not fit its field
   */
  over(memory: Uint8Array): CValues<Fields>;
}

/** The layout of this process. */
export const layoutHere = (pointerBytes: 4 | 8): CLayout => ({ pointerBytes, littleEndian: endianness() === 'LE' });

export const cBytes = (length: number): CBytes => ({ length });

/** Integers and pointers are aligned to their own size: so it is on every system that this package knows. */
export function cStruct<const Fields extends CFields>(layout: CLayout, fields: Fields): CStruct<Fields> {
  const offsets: Record<string, { readonly offset: number }> = {};
  const properties: PropertyDescriptorMap = {};
  let end = 0;
  let alignment = 1;
  for (const [name, field] of Object.entries(fields)) {
    const place = placeOf(field, layout);
    const offset = roundedUp(end, place.alignment);
    offsets[name] = { offset };
    properties[name] = propertyOf(name, field, offset, layout);
    end = offset + place.size;
    alignment = Math.max(alignment, place.alignment);
  }
  const size = roundedUp(end, alignment);
  class Over {
    readonly view: DataView;
    constructor(memory: Uint8Array) {
      if (memory.byteLength < size)
        throw new RangeError(`a struct of ${size} bytes does not fit into ${memory.byteLength}`);
      this.view = new DataView(memory.buffer, memory.byteOffset, memory.byteLength);
    }
  }
  Object.defineProperties(Over.prototype, properties);
  return {
    size,
    alignment,
    fields: offsets as CStruct<Fields>['fields'],
    over: (memory) => new Over(memory) as unknown as CValues<Fields>,
  };
}

const SIZES = { u8: 1, u16: 2, u32: 4, i32: 4 } as const;

function placeOf(field: CField, { pointerBytes }: CLayout): { readonly size: number; readonly alignment: number } {
  if (field === 'pointer') return { size: pointerBytes, alignment: pointerBytes };
  if (typeof field === 'object') return 'size' in field ? field : { size: field.length, alignment: 1 };
  return { size: SIZES[field], alignment: SIZES[field] };
}

const roundedUp = (bytes: number, alignment: number): number => Math.ceil(bytes / alignment) * alignment;

type Holder = { readonly view: DataView };
type Property = PropertyDescriptor & ThisType<Holder>;

function propertyOf(name: string, field: CField, offset: number, layout: CLayout): Property {
  const { littleEndian } = layout;
  switch (field) {
    case 'u8':
      return integer(name, [0, 0xff], {
        get: (view) => view.getUint8(offset),
        set: (view, value) => view.setUint8(offset, value),
      });
    case 'u16':
      return integer(name, [0, 0xffff], {
        get: (view) => view.getUint16(offset, littleEndian),
        set: (view, value) => view.setUint16(offset, value, littleEndian),
      });
    case 'u32':
      return integer(name, [0, 0xffff_ffff], {
        get: (view) => view.getUint32(offset, littleEndian),
        set: (view, value) => view.setUint32(offset, value, littleEndian),
      });
    case 'i32':
      return integer(name, [-0x8000_0000, 0x7fff_ffff], {
        get: (view) => view.getInt32(offset, littleEndian),
        set: (view, value) => view.setInt32(offset, value, littleEndian),
      });
    case 'pointer':
      return pointer(name, offset, layout);
    default:
      return bytes(offset, placeOf(field, layout).size);
  }
}

interface Access {
  get(view: DataView): number;
  set(view: DataView, value: number): void;
}

function integer(name: string, [lowest, highest]: readonly [number, number], { get, set }: Access): Property {
  return {
    get() {
      return get(this.view);
    },
    set(value: number) {
      if (!Number.isInteger(value) || value < lowest || value > highest) {
        throw new RangeError(`${name} must be an integer from ${lowest} to ${highest}, not ${value}`);
      }
      set(this.view, value);
    },
  };
}

const HIGHEST_POINTER = { 4: 0xffff_ffffn, 8: 0xffff_ffff_ffff_ffffn } as const;

function pointer(name: string, offset: number, { pointerBytes, littleEndian }: CLayout): Property {
  const highest = HIGHEST_POINTER[pointerBytes];
  return {
    get() {
      if (pointerBytes === 4) return BigInt(this.view.getUint32(offset, littleEndian));
      return this.view.getBigUint64(offset, littleEndian);
    },
    set(value: bigint) {
      if (value < 0n || value > highest) throw new RangeError(`${name} is not an address of ${pointerBytes} bytes`);
      if (pointerBytes === 4) this.view.setUint32(offset, Number(value), littleEndian);
      else this.view.setBigUint64(offset, value, littleEndian);
    },
  };
}

/** Assigning bytes would look like copying them: only their memory can be had. */
function bytes(offset: number, length: number): Property {
  return {
    get() {
      return new Uint8Array(this.view.buffer, this.view.byteOffset + offset, length);
    },
  };
}
