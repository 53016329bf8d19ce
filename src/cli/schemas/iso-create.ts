import { count, flag, orNull, result, text, warnings } from './kinds.ts';

export const isoCreate = result('iso-create', 'An image that was made: `iso create`.', {
  image: text('the file'),
  lengthBlocks: count('its length in blocks of 2048 bytes'),
  lengthBytes: count('its length in bytes'),
  startBlock: count('the address on the disc of its first block'),
  joliet: flag('whether it has Joliet names'),
  rockRidge: flag('whether it has Rock Ridge names and attributes'),
  udf: orNull(text('the revision of its UDF')),
  warnings,
});
