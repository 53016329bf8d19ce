export { fromBcd, toBcd } from './bcd.ts';
export { gatherBits, spreadBits } from './bit-planes.ts';
export { bitSet, bitsIn } from './bit-set.ts';
export { type BothField, contradictions, i16le, u16Both, u16le, u32Both, u32le, u64le } from './byte-order.ts';
export { type Crc, type CrcSpec, crc } from './crc.ts';
export { DecodeError, EncodeError } from './errors.ts';
export {
  allLate,
  type BitRange,
  bit,
  bits,
  bytes,
  type ChoiceOf,
  type Choices,
  choice,
  type Field,
  fixed,
  formattedBy,
  i32,
  inHex,
  late,
  named,
  optional,
  requireBytes,
  type Span,
  setOf,
  text,
  u8,
  u16,
  u16Split,
  u24,
  u32,
  unsigned,
} from './field.ts';
export { type GaloisField, galoisField } from './galois-field.ts';
export { fromHex, hexNumber, toHex } from './hex.ts';
export { joinedCrc32 } from './joined-crc32.ts';
export { concatBytes, entriesOf, type ListCodec, type ListValue, list, type RecordOf, recordList } from './list.ts';
export { packed } from './packed.ts';
export { type ProductSums, productSums } from './product-sums.ts';
export { registerBytes, type ShiftRegister } from './shift-register.ts';
export {
  type ArgumentsOf,
  type Codec,
  type FieldInWords,
  type Fields,
  rawBytes,
  type Struct,
  struct,
  type ValuesOf,
} from './struct.ts';
export { identifierInWords, namedValueInWords } from './words.ts';
