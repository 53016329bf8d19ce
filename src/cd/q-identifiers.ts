import { EncodeError, fromBcd, packed, struct, toBcd, u8 } from '../codec/index.ts';
import { CATALOG_NUMBER_DIGITS, ISRC_CHARACTERS, isCatalogNumber, isIsrc } from './identifiers.ts';
import { Q_FRAME_BYTES, QMode, qCommonFields, withQCrc } from './q-channel.ts';

/** What a frame with an identifier also contains. */
export interface IdentifierPlace {
  readonly control: number;
  /** The frame of the block's absolute address. */
  readonly absoluteFrame: number;
}

export interface QCatalogNumber extends IdentifierPlace {
  /** 13 digits. */
  readonly catalogNumber: string;
}

export interface QIsrc extends IdentifierPlace {
  /** 12 characters. */
  readonly isrc: string;
}

const common = { ...qCommonFields, absoluteFrame: u8(9) };

/** 13 digits, and zeros up to the frame (ECMA-130 22.3). */
const catalogLayout = struct(Q_FRAME_BYTES, {
  ...common,
  digits: packed(1, { widthBits: 4, count: CATALOG_NUMBER_DIGITS }),
});

const OWNER_CHARACTERS = 5;
/** Five characters of six bits each, two zero bits, seven digits, and zeros up to the frame (IEC 60908). */
const isrcLayout = struct(Q_FRAME_BYTES, {
  ...common,
  owner: packed(1, { widthBits: 6, count: OWNER_CHARACTERS }),
  digits: packed(5, { widthBits: 4, count: ISRC_CHARACTERS - OWNER_CHARACTERS }),
});

/** The character of the six bits 000000b; the others follow in the order of ASCII. */
const FIRST_CHARACTER = '0'.charCodeAt(0);

const numbersOf = (text: string): number[] =>
  Array.from(text, (character) => character.charCodeAt(0) - FIRST_CHARACTER);
const textOf = (numbers: readonly number[]): string =>
  String.fromCharCode(...numbers.map((number) => FIRST_CHARACTER + number));

/** Throws EncodeError for anything that is not a catalogue number. */
export function encodeCatalogNumber({ control, absoluteFrame, catalogNumber }: QCatalogNumber): Uint8Array {
  if (!isCatalogNumber(catalogNumber)) throw new EncodeError(`"${catalogNumber}" is not a catalogue number`);
  return withQCrc(
    catalogLayout.encode({
      control,
      adr: QMode.CatalogNumber,
      digits: numbersOf(catalogNumber),
      absoluteFrame: toBcd(absoluteFrame),
    }),
  );
}

/** Undefined for a frame of another mode, and for invalid digits. */
export function decodeCatalogNumber(bytes: Uint8Array): QCatalogNumber | undefined {
  const { control, adr, digits, absoluteFrame } = catalogLayout.decode(bytes);
  const catalogNumber = textOf(digits);
  if (adr !== QMode.CatalogNumber || !isCatalogNumber(catalogNumber)) return undefined;
  return { control, absoluteFrame: fromBcd(absoluteFrame), catalogNumber };
}

/** Throws EncodeError for anything that is not an ISRC. */
export function encodeIsrc({ control, absoluteFrame, isrc }: QIsrc): Uint8Array {
  if (!isIsrc(isrc)) throw new EncodeError(`"${isrc}" is not an ISRC`);
  return withQCrc(
    isrcLayout.encode({
      control,
      adr: QMode.Isrc,
      owner: numbersOf(isrc.slice(0, OWNER_CHARACTERS)),
      digits: numbersOf(isrc.slice(OWNER_CHARACTERS)),
      absoluteFrame: toBcd(absoluteFrame),
    }),
  );
}

/** Undefined for a frame of another mode, and for invalid characters. */
export function decodeIsrc(bytes: Uint8Array): QIsrc | undefined {
  const { control, adr, owner, digits, absoluteFrame } = isrcLayout.decode(bytes);
  const isrc = `${textOf(owner)}${textOf(digits)}`;
  if (adr !== QMode.Isrc || !isIsrc(isrc)) return undefined;
  return { control, absoluteFrame: fromBcd(absoluteFrame), isrc };
}
