import { Profile } from '../../../mmc/profiles.ts';
import { overwriteRecipe } from '../overwrite.ts';

/**
 * DVD-RAM, and DVD-RW in restricted overwrite: written anywhere in 16-block ECC blocks. The border that a DVD-RW's quick format
 * leaves open is closed at the end (MMC-6 4.3.7).
 */
export const dvdOverwrite = overwriteRecipe('Overwriting', [Profile.DvdRam, Profile.DvdRwRestrictedOverwrite]);
