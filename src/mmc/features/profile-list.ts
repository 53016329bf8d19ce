import { bit, entriesOf, struct, u16 } from '../../codec/index.ts';
import { defineFeature } from './define-feature.ts';

/** Every profile that the drive knows; `current` marks that of the loaded disc (MMC-6 5.3.1). */
export const profileListFeature = defineFeature({
  code: 0x0000,
  name: 'Profile List',
  clause: 'MMC-6 5.3.1',
  layout: entriesOf(struct(4, { profile: u16(0), current: bit(2, 0) })),
});
