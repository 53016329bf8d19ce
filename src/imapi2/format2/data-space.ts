import { RUN_OUT_BLOCKS } from '../../cd/geometry.ts';
import { lbaOfMsf } from '../../cd/msf.ts';
import { discInformation } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { msfOfPacked } from '../../mmc/commands/read-disc-information.ts';
import { readTableOfContents } from '../../read/table-of-contents.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { DataMedium } from './data-medium.ts';

/** ECMA-130 clause 20: what follows the data of a track of a CD. */
export const POST_GAP_BLOCKS = 150;

type Medium = Pick<DataMedium, 'disc' | 'place'>;

/** Blocks for the next session's track, after what closing an open session takes. */
export function freeBlocks({ disc, place }: Medium): number {
  if (disc.medium?.writeModel === 'overwrite') return disc.freeBlocks ?? 0;
  if (disc.freeBlocks === null || disc.nextWritableLba === null || place.nextWritableLba === null) return 0;
  return Math.max(0, disc.freeBlocks - (place.nextWritableLba - disc.nextWritableLba));
}

/** IDiscFormat2Data::get_FreeSectorsOnMedia: all sectors of a disc that is overwritten, of others those in whole ECC blocks. @throws INVALID_MEDIA_STATE */
export function freeSectors(medium: Medium, postgapAlreadyInImage: boolean, member: string): number {
  nextAddress(medium, member);
  const free = freeBlocks(medium);
  const ecc = medium.disc.medium?.eccBlocks;
  if (ecc !== undefined) return free - (free % ecc);
  return Math.max(0, free - RUN_OUT_BLOCKS - (postgapAlreadyInImage ? 0 : POST_GAP_BLOCKS));
}

/** IDiscFormat2Data::get_NextWritableAddress: 0 of a disc that is overwritten. @throws INVALID_MEDIA_STATE */
export function nextAddress({ disc, place }: Medium, member: string): number {
  if (disc.medium?.writeModel === 'overwrite') return 0;
  if (place.nextWritableLba !== null) return place.nextWritableLba;
  throw new ImapiError(HResult.E_IMAPI_DF2DATA_INVALID_MEDIA_STATE, {
    member,
    meaning: `nothing can be added to this disc (it is ${disc.status})`,
    remedy: disc.erasable ? 'Erase it with DiscFormat2Erase, or insert another disc.' : 'Insert another disc.',
  });
}

/**
 * IDiscFormat2Data::get_TotalSectorsOnMedia. Of a CD, to its last possible lead-out, or to the lead-out of a disc that is complete; of
 * DVD and BD, what the disc has for data.
 * @throws INVALID_MEDIA_STATE
 */
export async function totalSectors(drive: Drive, { disc }: Pick<Medium, 'disc'>, member: string): Promise<number> {
  const total = disc.medium === undefined ? await sectorsOfCd(drive) : disc.medium.capacityBlocks;
  if (total !== null && total !== undefined) return total;
  const meaning = 'the drive does not say how long this disc is';
  throw new ImapiError(HResult.E_IMAPI_DF2DATA_INVALID_MEDIA_STATE, { member, meaning });
}

async function sectorsOfCd(drive: Drive): Promise<number | undefined> {
  const { lastPossibleLeadOutStart } = await discInformation(drive);
  const msf = lastPossibleLeadOutStart === undefined ? undefined : msfOfPacked(lastPossibleLeadOutStart);
  if (msf !== undefined) return lbaOfMsf(msf);
  return (await readTableOfContents(drive).catch(() => undefined))?.leadOutLba;
}

/** Where the last closed session begins: -1 when there is none, as on a disc that is overwritten. */
export const previousStart = ({ disc, place }: Medium): number =>
  disc.medium?.writeModel === 'overwrite' ? -1 : (place.lastSessionStartLba ?? -1);

/** The end of the last closed session: -1 when there is none. */
export function previousEnd({ disc, place }: Medium): number {
  if (disc.medium?.writeModel === 'overwrite') return -1;
  const closed = place.sessionOpen ? Math.max(0, disc.sessions - 1) : disc.sessions;
  const sessions = [...new Set(disc.tracks.map(({ session }) => session))].slice(0, closed);
  const last = disc.tracks.filter(({ session }) => session === sessions.at(-1)).at(-1);
  return last === undefined ? -1 : last.startLba + last.lengthBlocks - 1;
}
