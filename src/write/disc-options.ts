import { isPlusProfile } from '../drive/block-medium.ts';
import type { DiscState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { readFeatureList } from '../drive/drive-capabilities.ts';
import { findFeature, realTimeStreamingFeature } from '../mmc/features.ts';
import { Profile, profileName } from '../mmc/profiles.ts';
import { planRefusal } from './engine/plan-checks.ts';
import type { SessionOptions } from './session-options.ts';

/** Discs on which a drive verifies and replaces blocks: only there does streaming change anything. */
const MANAGED: readonly number[] = [Profile.DvdRam, Profile.BdRe, Profile.BdRSequential];

/**
 * Refuses options that the disc in the drive, or the drive, does not have.
 * @throws BurnError of phase `planning`
 */
export async function requireDiscOptions(
  drive: Drive,
  disc: DiscState,
  { bookType, streaming = false }: Pick<SessionOptions, 'bookType' | 'streaming'>,
): Promise<void> {
  const { medium, status } = disc;
  const kind = medium === undefined ? 'CD' : profileName(medium.profile);
  if (bookType !== undefined && (medium === undefined || !isPlusProfile(medium.profile))) {
    throw planRefusal(
      disc,
      'UNSUITABLE_MEDIUM',
      `the book type of a ${kind} cannot be chosen: only that of DVD+R and DVD+RW`,
      'Leave out the book type (`--book-type`)',
    );
  }
  if (bookType !== undefined && (medium?.writeModel === 'overwrite' ? medium.formatted : status !== 'blank')) {
    throw planRefusal(
      disc,
      'INVALID_REQUEST',
      'the book type is on the disc already, and cannot be changed now',
      medium?.writeModel === 'overwrite'
        ? 'Format it again with the book type (`discwright format --book-type`), which loses what is on it'
        : 'Leave out the book type (`--book-type`), or use a blank disc',
    );
  }
  if (!streaming) return;
  if (medium === undefined || !MANAGED.includes(medium.profile)) {
    throw planRefusal(
      disc,
      'UNSUITABLE_MEDIUM',
      `blocks of a ${kind} are not verified while they are written, so that there is nothing to turn off`,
      'Write it without `streaming` (`--streaming`): only DVD-RAM, BD-RE and BD-R have it',
    );
  }
  const list = await readFeatureList(drive);
  const feature = findFeature(list?.entries ?? [], realTimeStreamingFeature);
  if (feature?.streamWriting === true) return;
  throw planRefusal(
    disc,
    'UNSUITABLE_DRIVE',
    'the drive does not say that it writes streams: feature 0107h does not list it',
    'Write it without `streaming` (`--streaming`)',
  );
}
