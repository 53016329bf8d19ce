import { atipSpecialInformation } from '../../cd/atip.ts';
import { struct, u24 } from '../../codec/index.ts';
import type { CdMedium } from './cd-media.ts';

/** The bits of a medium's special information. */
export const specialInformationOf = ({
  indicativePower,
  referenceSpeed = 0,
  erasable,
  discSubType,
  a1,
  a2,
}: CdMedium) => ({
  indicativePower,
  referenceSpeed,
  rewritable: erasable,
  discSubType,
  a1Valid: a1 !== undefined,
  a2Valid: a2 !== undefined,
});

/** Its three bytes. */
export const specialInformationBytes = (medium: CdMedium): Uint8Array =>
  atipSpecialInformation.encode(specialInformationOf(medium));

const additionalInformation = struct(3, { value: u24(0) });

/** The three bytes of additional information. */
export const additionalInformationBytes = (value: number): Uint8Array => additionalInformation.encode({ value });
