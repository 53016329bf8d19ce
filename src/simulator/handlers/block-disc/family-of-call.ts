import type { DriveCore } from '../../core.ts';
import { requireBlockDisc } from '../../kind-of-disc.ts';
import type { BlockPath, MediaFamily } from '../../media-families/family.ts';
import { familyOf } from '../../media-families/index.ts';

/** The rules of the disc in the drive, and the path to it. Throws 5/30/02 for a CD. */
export function familyIn({ recorder }: DriveCore): { readonly family: MediaFamily; readonly path: BlockPath } {
  const disc = requireBlockDisc(recorder.disc);
  return { family: familyOf(disc), path: recorder.pathTo(disc) };
}
