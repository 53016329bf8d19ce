import { concatBytes, packed, struct } from '../../codec/index.ts';
import { RAW_SUB_CHANNEL_BYTES } from '../geometry.ts';
import { rToW } from '../sub-channel.ts';
import { cdTextPack } from './pack.ts';

/** A block of the lead-in carries four packs in the six bits R to W of its 96 symbols (MMC-3 annex J). */
const PACKS_OF_BLOCK = 4;
const layout = struct(PACKS_OF_BLOCK * cdTextPack.lengthBytes, {
  symbols: packed(0, { widthBits: 6, count: RAW_SUB_CHANNEL_BYTES }),
});

/** The bytes of the packs in whole blocks of 96 raw bytes; P and Q are left out. */
export function packsOfLeadIn(blocks: Uint8Array): Uint8Array {
  const count = Math.floor(blocks.length / RAW_SUB_CHANNEL_BYTES);
  return concatBytes(
    Array.from({ length: count }, (_, index) => {
      const raw = blocks.subarray(index * RAW_SUB_CHANNEL_BYTES, (index + 1) * RAW_SUB_CHANNEL_BYTES);
      return layout.encode({ symbols: Array.from(rToW(raw)) });
    }),
  );
}

/** The blocks of a lead-in that hold the bytes of packs, four packs each. P and Q are zero. */
export function leadInOfPacks(packs: Uint8Array): Uint8Array {
  const count = Math.floor(packs.length / layout.lengthBytes);
  return concatBytes(
    Array.from({ length: count }, (_, index) =>
      Uint8Array.from(layout.decode(packs.subarray(index * layout.lengthBytes)).symbols),
    ),
  );
}
