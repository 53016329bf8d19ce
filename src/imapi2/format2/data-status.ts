import { LEAD_IN_BLOCKS, leadOutBlocks, RUN_OUT_BLOCKS, SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import type { Drive } from '../../drive/drive.ts';
import { Profile } from '../../mmc/profiles.ts';
import { IMAPI_MEDIA_PHYSICAL_TYPE as Type } from '../core/enums.ts';
import { IMAPI_FORMAT2_DATA_MEDIA_STATE as State } from '../core/enums-formats.ts';
import { isNearlyFull } from './data-ending.ts';
import { DATA_MEDIA, type DataMedium, isOverwritten } from './data-medium.ts';
import { freeBlocks } from './data-space.ts';
import { seemsBlank } from './heuristically-blank.ts';
import { writeProtection } from './write-protection.ts';

/** Bits as a number: none of them overlap. */
const bitsOf = (...bits: readonly number[]): number => bits.reduce((sum, bit) => sum + bit, 0);

/** IDiscFormat2Data::get_CurrentMediaStatus. */
export async function mediaStatus(drive: Drive, medium: DataMedium): Promise<number> {
  const { type, disc } = medium;
  // A BD-R in random recording mode is not written here.
  if (!DATA_MEDIA.includes(type) || disc.medium?.profile === Profile.BdRRandom)
    return State.IMAPI_FORMAT2_DATA_MEDIA_STATE_UNSUPPORTED_MEDIA;
  const inhibited = (await writeProtection(drive, medium)) > 0;
  const damaged = disc.lastSession === 'damaged';
  return bitsOf(
    isOverwritten(medium) ? await overwrittenStatus(drive, medium) : sequentialStatus(medium),
    damaged ? State.IMAPI_FORMAT2_DATA_MEDIA_STATE_DAMAGED : 0,
    inhibited ? State.IMAPI_FORMAT2_DATA_MEDIA_STATE_WRITE_PROTECTED : 0,
  );
}

async function overwrittenStatus(drive: Drive, { disc }: DataMedium): Promise<number> {
  return bitsOf(
    State.IMAPI_FORMAT2_DATA_MEDIA_STATE_OVERWRITE_ONLY,
    (await seemsBlank(drive, disc)) ? State.IMAPI_FORMAT2_DATA_MEDIA_STATE_BLANK : 0,
  );
}

function sequentialStatus(medium: DataMedium): number {
  const { disc, place } = medium;
  const last = isFinalSession(medium) ? State.IMAPI_FORMAT2_DATA_MEDIA_STATE_FINAL_SESSION : 0;
  if (disc.status === 'blank') {
    return bitsOf(
      State.IMAPI_FORMAT2_DATA_MEDIA_STATE_BLANK,
      State.IMAPI_FORMAT2_DATA_MEDIA_STATE_APPENDABLE,
      disc.medium === undefined ? 0 : last,
    );
  }
  if (disc.status !== 'appendable' || disc.nextWritableLba === null) {
    return bitsOf(
      State.IMAPI_FORMAT2_DATA_MEDIA_STATE_FINALIZED,
      isErasable(medium) ? State.IMAPI_FORMAT2_DATA_MEDIA_STATE_ERASE_REQUIRED : 0,
    );
  }
  return bitsOf(
    State.IMAPI_FORMAT2_DATA_MEDIA_STATE_APPENDABLE,
    last,
    place.sessionOpen ? State.IMAPI_FORMAT2_DATA_MEDIA_STATE_NON_EMPTY_SESSION : 0,
  );
}

const isErasable = ({ type }: DataMedium): boolean =>
  type === Type.IMAPI_MEDIA_TYPE_CDRW || type === Type.IMAPI_MEDIA_TYPE_DVDDASHRW;

/** Whether the next session is the last: of a CD, after the shortest one there would be no room for another. */
function isFinalSession(medium: DataMedium): boolean {
  const { type, disc, inOneGo } = medium;
  if (disc.medium === undefined) {
    const gap = leadOutBlocks(disc.sessions + 1) + LEAD_IN_BLOCKS;
    return freeBlocks(medium) < 2 * (SHORTEST_TRACK_BLOCKS + RUN_OUT_BLOCKS) + gap;
  }
  // put_DisableConsumerDvdCompatibilityMode: a DVD+R with two layers is always closed.
  if (inOneGo || type === Type.IMAPI_MEDIA_TYPE_DVDPLUSR_DUALLAYER) return true;
  return isNearlyFull(freeBlocks(medium), disc.medium.capacityBlocks ?? 0);
}
