import { Profile } from '../../../mmc/profiles.ts';
import { overwriteRecipe } from '../overwrite.ts';
import { sequentialRecipe } from '../sequential.ts';

/** BD-RE: formatted before its first use, with or without blocks that replace bad ones. */
export const bdRe = overwriteRecipe('Overwriting', [Profile.BdRe]);

/** BD-R in sequence (SRM), M-DISC too. */
export const bdR = sequentialRecipe('Sequential recording', [Profile.BdRSequential]);
