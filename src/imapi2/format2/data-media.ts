import { LEAD_IN_BLOCKS, leadOutBlocks, RUN_OUT_BLOCKS, SHORTEST_TRACK_BLOCKS } from '../../cd/geometry.ts';
import { lbaOfMsf } from '../../cd/msf.ts';
import { type DiscState, discInformation, readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { msfOfPacked } from '../../mmc/commands/read-disc-information.ts';
import { type Multisession, multisessionOf } from '../../read/multisession.ts';
import { readTableOfContents } from '../../read/table-of-contents.ts';
import { IMAPI_MEDIA_WRITE_PROTECT_STATE as Protected, IMAPI_MEDIA_PHYSICAL_TYPE as Type } from '../core/enums.ts';
import { IMAPI_FORMAT2_DATA_MEDIA_STATE as State } from '../core/enums-formats.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';

/** What a data session can be written to here. */
export const DATA_MEDIA: readonly Type[] = [Type.IMAPI_MEDIA_TYPE_CDR, Type.IMAPI_MEDIA_TYPE_CDRW];

const READ_ONLY_MEDIA: readonly Type[] = [
  Type.IMAPI_MEDIA_TYPE_CDROM,
  Type.IMAPI_MEDIA_TYPE_DVDROM,
  Type.IMAPI_MEDIA_TYPE_BDROM,
  Type.IMAPI_MEDIA_TYPE_HDDVDROM,
];

/** ECMA-130 clause 20: what follows the data of a track. */
export const POST_GAP_BLOCKS = 150;

/** The disc as a writer of data sees it. */
export interface DataMedium {
  readonly type: Type;
  readonly disc: DiscState;
  readonly place: Multisession;
}

export async function dataMedium(drive: Drive, type: Type): Promise<DataMedium> {
  const disc = await readDiscState(drive);
  return { type, disc, place: await multisessionOf(drive, disc) };
}

/** Bits as a number: none of them overlap. */
const bitsOf = (...bits: readonly number[]): number => bits.reduce((sum, bit) => sum + bit, 0);

/** IDiscFormat2Data::get_CurrentMediaStatus. */
export function mediaStatus(medium: DataMedium): number {
  const { type, disc } = medium;
  if (!DATA_MEDIA.includes(type)) return State.IMAPI_FORMAT2_DATA_MEDIA_STATE_UNSUPPORTED_MEDIA;
  if (disc.status === 'blank') {
    return bitsOf(State.IMAPI_FORMAT2_DATA_MEDIA_STATE_BLANK, State.IMAPI_FORMAT2_DATA_MEDIA_STATE_APPENDABLE);
  }
  const damaged = disc.lastSession === 'damaged' ? [State.IMAPI_FORMAT2_DATA_MEDIA_STATE_DAMAGED] : [];
  if (disc.status !== 'appendable' || disc.nextWritableLba === null) {
    const erase = type === Type.IMAPI_MEDIA_TYPE_CDRW ? [State.IMAPI_FORMAT2_DATA_MEDIA_STATE_ERASE_REQUIRED] : [];
    return bitsOf(State.IMAPI_FORMAT2_DATA_MEDIA_STATE_FINALIZED, ...erase, ...damaged);
  }
  const open = medium.place.sessionOpen ? [State.IMAPI_FORMAT2_DATA_MEDIA_STATE_NON_EMPTY_SESSION] : [];
  const last = isFinalSession(medium) ? [State.IMAPI_FORMAT2_DATA_MEDIA_STATE_FINAL_SESSION] : [];
  return bitsOf(State.IMAPI_FORMAT2_DATA_MEDIA_STATE_APPENDABLE, ...last, ...open, ...damaged);
}

/** After the shortest session, there would be no room for another. */
function isFinalSession(medium: DataMedium): boolean {
  const gap = leadOutBlocks(medium.disc.sessions + 1) + LEAD_IN_BLOCKS;
  return freeBlocks(medium) < 2 * (SHORTEST_TRACK_BLOCKS + RUN_OUT_BLOCKS) + gap;
}

export const writeProtection = (type: Type): Protected | 0 =>
  READ_ONLY_MEDIA.includes(type) ? Protected.IMAPI_WRITEPROTECTED_READ_ONLY_MEDIA : 0;

/** Blocks for the next session's track, after what closing an open session takes. */
function freeBlocks({ disc, place }: DataMedium): number {
  if (disc.freeBlocks === null || disc.nextWritableLba === null || place.nextWritableLba === null) return 0;
  return Math.max(0, disc.freeBlocks - (place.nextWritableLba - disc.nextWritableLba));
}

/** @throws INVALID_MEDIA_STATE */
export function freeSectors(medium: DataMedium, postgapAlreadyInImage: boolean, member: string): number {
  nextAddress(medium, member);
  const after = RUN_OUT_BLOCKS + (postgapAlreadyInImage ? 0 : POST_GAP_BLOCKS);
  return Math.max(0, freeBlocks(medium) - after);
}

/** @throws INVALID_MEDIA_STATE */
export function nextAddress({ type, disc, place }: DataMedium, member: string): number {
  if (DATA_MEDIA.includes(type) && place.nextWritableLba !== null) return place.nextWritableLba;
  const meaning = `nothing can be added to this disc (it is ${disc.status})`;
  throw new ImapiError(HResult.E_IMAPI_DF2DATA_INVALID_MEDIA_STATE, {
    member,
    meaning,
    remedy: 'Insert another disc.',
  });
}

/** All sectors of the disc: to its last possible lead-out, or to the lead-out of a disc that is complete. @throws INVALID_MEDIA_STATE */
export async function totalSectors(drive: Drive, member: string): Promise<number> {
  const { lastPossibleLeadOutStart } = await discInformation(drive);
  const msf = lastPossibleLeadOutStart === undefined ? undefined : msfOfPacked(lastPossibleLeadOutStart);
  if (msf !== undefined) return lbaOfMsf(msf);
  const { leadOutLba } = await readTableOfContents(drive).catch(() => ({ leadOutLba: undefined }));
  if (leadOutLba !== undefined) return leadOutLba;
  const meaning = 'the drive does not say how long this disc is';
  throw new ImapiError(HResult.E_IMAPI_DF2DATA_INVALID_MEDIA_STATE, { member, meaning });
}

/** The end of the last closed session: -1 when there is none. */
export function lastAddress({ disc, place }: DataMedium): number {
  const closed = place.sessionOpen ? Math.max(0, disc.sessions - 1) : disc.sessions;
  const sessions = [...new Set(disc.tracks.map(({ session }) => session))].slice(0, closed);
  const last = disc.tracks.filter(({ session }) => session === sessions.at(-1)).at(-1);
  return last === undefined ? -1 : last.startLba + last.lengthBlocks - 1;
}
