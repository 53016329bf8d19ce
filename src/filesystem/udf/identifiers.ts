import { EncodeError, type Field } from '../../codec/index.ts';

/** Who or what something is of (regid, ECMA-167 1/7.4). */
export interface EntityId {
  /** Up to 23 characters of ASCII. */
  readonly identifier: string;
  /** Up to 8 bytes: UDF 2.50, 2.1.5.3. */
  readonly suffix: readonly number[];
}

const IDENTIFIER_BYTES = 23;
const SUFFIX_BYTES = 8;
const ENTITY_BYTES = 32;
const NOBODY: EntityId = { identifier: '', suffix: [] };

const spansOf = (byte: number, length: number) =>
  Array.from({ length }, (_, index) => ({ byte: byte + index, high: 7, low: 0 }));

export function entityId(byte: number): Field<EntityId, true> {
  const suffixAt = byte + 1 + IDENTIFIER_BYTES;
  return {
    spans: spansOf(byte, ENTITY_BYTES),
    optional: true,
    initial: NOBODY,
    decode: (bytes) => ({
      identifier: Buffer.from(bytes.subarray(byte + 1, suffixAt))
        .toString('latin1')
        .replace(/\0+$/, ''),
      suffix: [...bytes.subarray(suffixAt, suffixAt + SUFFIX_BYTES)],
    }),
    encode(bytes, { identifier, suffix }, name) {
      if (identifier.length > IDENTIFIER_BYTES || suffix.length > SUFFIX_BYTES)
        throw new EncodeError(`${name} must be at most ${IDENTIFIER_BYTES} characters, not "${identifier}"`);
      bytes.fill(0, byte, byte + ENTITY_BYTES);
      for (let index = 0; index < identifier.length; index++) bytes[byte + 1 + index] = identifier.charCodeAt(index);
      bytes.set(suffix, suffixAt);
    },
    format: ({ identifier }) => `"${identifier}"`,
  };
}

/** The revision of UDF in a domain or in an identifier of UDF's own, as UDF writes it: 0250h is 2.50 (UDF 2.50, 2.1.5.3). */
export const revisionIn = ({ suffix: [low = 0, high = 0] }: EntityId): number => high * 0x100 + low;

/** UDF 2.50, 2.1.2: the only set of characters. */
const OSTA = 'OSTA Compressed Unicode';
const CHARACTERS_BYTES = 64;

/** Which characters texts have (charspec, ECMA-167 1/7.2.1). */
export function charSpec(byte: number): Field<string, true> {
  return {
    spans: spansOf(byte, CHARACTERS_BYTES),
    optional: true,
    initial: OSTA,
    decode: (bytes) =>
      Buffer.from(bytes.subarray(byte + 1, byte + CHARACTERS_BYTES))
        .toString('latin1')
        .replace(/\0+$/, ''),
    encode(bytes, value) {
      bytes.fill(0, byte, byte + CHARACTERS_BYTES);
      bytes.set(Buffer.from(value, 'latin1').subarray(0, CHARACTERS_BYTES - 1), byte + 1);
    },
    format: (value) => `"${value}"`,
  };
}
