import { Profile } from '../../../mmc/profiles.ts';
import { sequentialRecipe } from '../sequential.ts';
import { withoutLayerJump } from '../without-layer-jump.ts';

const PROFILES: readonly number[] = [
  Profile.DvdRSequential,
  Profile.DvdRwSequential,
  Profile.DvdRDualLayerSequential,
  Profile.DvdRDualLayerJump,
];

/** DVD-R and DVD-RW in packets of an ECC block: sessions can follow (MMC-6 4.3.6.2). */
export const dvdIncremental = withoutLayerJump(sequentialRecipe('Incremental recording', PROFILES));

/** DVD-R and DVD-RW in one go: what every player reads, and nothing can be added (MMC-6 4.3.6.1). */
export const dvdDiscAtOnce = withoutLayerJump(sequentialRecipe('Disc-At-Once', PROFILES, { discAtOnce: true }));
