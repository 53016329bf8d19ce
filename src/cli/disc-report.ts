import {
  ask,
  currentProfile,
  DecodeError,
  type DiscState,
  type Drive,
  Profile,
  profileName,
  readDiscState,
  SenseError,
  SenseKey,
  StatusError,
} from '../index.ts';
import {
  capabilitiesPage,
  EventClass,
  getEventStatusNotification,
  getWriteSpeeds,
  hasAtipTimes,
  inquiry,
  readAdip,
  readAtip,
  readBdDiscInformation,
  readPreRecordedInformation,
  testUnitReady,
  writeSpeedsOf,
} from '../mmc/index.ts';

const MEDIUM_NOT_PRESENT = 0x3a;
/** Qualifiers of it (MMC-5 annex F). */
const TRAY_CLOSED = 0x01;
const TRAY_OPEN = 0x02;
const STANDARD_INQUIRY_BYTES = 36;
const ATIP_BYTES = 32;

export interface DriveReport {
  readonly path: string;
  /** Empty, like the next two, if the drive did not say. */
  readonly vendor: string;
  readonly product: string;
  readonly revision: string;
  readonly simulated: boolean;
}

/** What the groove of a blank says: the start of its lead-in identifies the maker, the last possible lead-out its size. */
export interface AtipReport {
  readonly leadInStart: string;
  readonly lastLeadOutStart: string;
  readonly rewritable: boolean;
}

export interface DiscReport extends DiscState {
  /** `CD-R` and the like. */
  readonly profile: string;
  readonly atip: AtipReport | null;
  /** In units of 1,000 bytes per second, fastest first; empty when the drive does not report them. */
  readonly writeSpeedsKBps: readonly number[];
  /** Of a DVD or BD: what the disc itself says of its maker and kind, such as `VERBAT/IM0`. */
  readonly mediaId?: string;
}

/** The value, or undefined if the drive does not have it, in general or for this disc. */
export async function ifAvailable<T>(promise: Promise<T>): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof SenseError || error instanceof StatusError || error instanceof DecodeError) return undefined;
    throw error;
  }
}

/**
 * The value, or undefined if the drive refuses: it does not have that for this disc. After any other answer it may have it,
 * and `warnings` gets a sentence about that.
 */
export async function ifHad<T>(what: string, promise: Promise<T>, warnings: string[]): Promise<T | undefined> {
  try {
    return await promise;
  } catch (error) {
    if (error instanceof SenseError && error.sense.key === SenseKey.IllegalRequest) return undefined;
    if (!(error instanceof SenseError || error instanceof StatusError || error instanceof DecodeError)) throw error;
    warnings.push(`${what} could not be read: ${error.message.replace(/\.$/, '')}`);
    return undefined;
  }
}

/** Whether the tray is open, by the drive's own words; undefined if it does not say. */
export async function trayIsOpen(drive: Drive): Promise<boolean | undefined> {
  const event = await ifAvailable(ask(drive, getEventStatusNotification({})));
  if (event?.eventClass === EventClass.Media) return event.trayOpen;
  try {
    await drive.execute(testUnitReady({}));
    return false;
  } catch (error) {
    if (!(error instanceof SenseError || error instanceof StatusError)) throw error;
    if (!hasNoMedium(error)) return undefined;
    return qualifierOf(error) === TRAY_OPEN ? true : qualifierOf(error) === TRAY_CLOSED ? false : undefined;
  }
}

const qualifierOf = (error: unknown): number | undefined =>
  error instanceof SenseError ? error.sense.ascq : undefined;

/** Why there is no disc, and what to do. `command` is what to run afterwards. */
export const noDiscInWords = (trayOpen: boolean | undefined, command: string): string =>
  trayOpen
    ? `The tray is open. Put the disc in and close the tray (\`discwright load\`), then run \`discwright ${command}\` again.`
    : 'There is no disc in the drive.';

export async function reportDrive(drive: Drive): Promise<DriveReport> {
  const {
    vendor = '',
    product = '',
    revision = '',
  } = await ask(drive, inquiry({ allocationLength: STANDARD_INQUIRY_BYTES }));
  return { path: drive.path, vendor, product, revision, simulated: drive.simulated };
}

/** The disc in the drive, or null without one. */
export async function reportDisc(drive: Drive): Promise<DiscReport | null> {
  let state: DiscState;
  try {
    state = await readDiscState(drive);
  } catch (error) {
    if (hasNoMedium(error)) return null;
    throw error;
  }
  const profile = await ifAvailable(currentProfile(drive));
  const mediaId = state.medium === undefined ? undefined : await mediaIdOf(drive, state.medium.profile);
  return {
    profile: profile === undefined ? 'unknown' : profileName(profile),
    ...state,
    atip: state.medium === undefined ? await atipOf(drive) : null,
    writeSpeedsKBps: state.nextWritableLba === null ? [] : await writeSpeeds(drive),
    ...(mediaId === undefined || mediaId === '' ? {} : { mediaId }),
  };
}

const PLUS: readonly number[] = [
  Profile.DvdPlusR,
  Profile.DvdPlusRDualLayer,
  Profile.DvdPlusRw,
  Profile.DvdPlusRwDualLayer,
];
const BD: readonly number[] = [Profile.BdRSequential, Profile.BdRRandom, Profile.BdRe];
const BD_INFORMATION_BYTES = 116;
const ADIP_BYTES = 260;
const PRE_RECORDED_BYTES = 44;

/** What dvd+rw-mediainfo prints as the media ID: in the ADIP, the pre-recorded lead-in or the disc information. */
async function mediaIdOf(drive: Drive, profile: number): Promise<string | undefined> {
  if (BD.includes(profile)) {
    const found = await ifAvailable(ask(drive, readBdDiscInformation({ allocationLength: BD_INFORMATION_BYTES })));
    return found && `${found.manufacturer}/${found.mediaType}`;
  }
  if (PLUS.includes(profile)) {
    const found = await ifAvailable(ask(drive, readAdip({ allocationLength: ADIP_BYTES })));
    return found && `${found.manufacturer ?? ''}/${found.mediaType ?? ''}`;
  }
  const found = await ifAvailable(ask(drive, readPreRecordedInformation({ allocationLength: PRE_RECORDED_BYTES })));
  return found && `${found.manufacturer}${found.manufacturerContinued}`;
}

/** 2/3A: there is no disc in the drive. */
export const hasNoMedium = (error: unknown): boolean =>
  error instanceof SenseError && error.sense.key === SenseKey.NotReady && error.sense.asc === MEDIUM_NOT_PRESENT;

async function atipOf(drive: Drive): Promise<AtipReport | null> {
  const atip = await ifAvailable(ask(drive, readAtip({ allocationLength: ATIP_BYTES })));
  if (atip === undefined || !hasAtipTimes(atip)) return null;
  const clock = (...parts: number[]) => parts.map((part) => String(part).padStart(2, '0')).join(':');
  return {
    leadInStart: clock(atip.leadInStartMinute, atip.leadInStartSecond, atip.leadInStartFrame),
    lastLeadOutStart: clock(atip.lastLeadOutStartMinute, atip.lastLeadOutStartSecond, atip.lastLeadOutStartFrame),
    rewritable: atip.rewritable,
  };
}

/** From GET PERFORMANCE or, for drives that do not support it, from page 2Ah. */
async function writeSpeeds(drive: Drive): Promise<number[]> {
  const reply = await ifAvailable(ask(drive, getWriteSpeeds({ maxDescriptors: 32 })));
  const speeds = reply === undefined || reply.entries.length === 0 ? await legacySpeeds(drive) : reply.entries;
  return [...new Set(speeds.map(({ writeKBps }) => writeKBps))].filter((each) => each > 0).sort((a, b) => b - a);
}

async function legacySpeeds(drive: Drive): Promise<readonly { readonly writeKBps: number }[]> {
  const page = await ifAvailable(drive.modePage(capabilitiesPage));
  return page === undefined ? [] : writeSpeedsOf(page.bytes);
}
