import { Profile } from '../../../mmc/profiles.ts';
import { overwriteRecipe } from '../overwrite.ts';
import { sequentialRecipe } from '../sequential.ts';

/** DVD+RW: formatted in the background while it is written. No page 05h: growisofs says that it is against the specifications. */
export const dvdPlusRw = overwriteRecipe('Overwriting', [Profile.DvdPlusRw, Profile.DvdPlusRwDualLayer]);

/** DVD+R: tracks in sequence, sessions up to 153 (ECMA-349). */
export const dvdPlusR = sequentialRecipe('Sequential recording', [Profile.DvdPlusR, Profile.DvdPlusRDualLayer]);
