import { CD_BYTES_PER_SECOND } from '../cd/digital-audio.ts';
import { DecodeError } from '../codec/index.ts';
import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { getPerformance, getWriteSpeeds } from '../mmc/commands/get-performance.ts';
import { MAX_SPEED_KBPS, RotationControl, setCdSpeed } from '../mmc/commands/set-cd-speed.ts';
import { setStreaming } from '../mmc/commands/set-streaming.ts';
import { capabilitiesPage, type WriteSpeed, writeSpeedsOf } from '../mmc/mode-pages/capabilities.ts';
import { ask } from './ask.ts';
import { isRefusal } from './bad-answer.ts';
import { type BlockMedium, isBlockMedium, kBpsAt1x } from './block-medium.ts';
import { knownProfile } from './current-profile.ts';
import type { Drive } from './drive.ts';
import { requireDrive } from './require-drive.ts';

const EXACT_1X_KBPS = CD_BYTES_PER_SECOND / 1_000;

/** 1x for audio in units of 1,000 bytes a second, as MMC counts CD speeds: 75 blocks of 2,352 bytes, rounded up. */
export const CD_1X_KBPS = Math.ceil(EXACT_1X_KBPS);

/**
 * The MMC speed for a multiple of 1x; rounded up, since drives use the next lower speed.
 * @param medium of `DiscState`: 1x of a DVD or BD is faster than of a CD
 */
export const speedKBps = (times: number, medium?: Pick<BlockMedium, 'profile'>): number =>
  medium === undefined
    ? Math.min(MAX_SPEED_KBPS, Math.ceil(times * CD_1X_KBPS))
    : Math.ceil(times * kBpsAt1x(medium.profile));

/** The multiple of 1x that an MMC speed represents, to a tenth. */
export const speedTimes = (KBps: number, medium?: Pick<BlockMedium, 'profile'>): number =>
  Math.round((KBps * 10) / (medium === undefined ? EXACT_1X_KBPS : kBpsAt1x(medium.profile))) / 10;

/** The options of {@link requestWriteSpeed}. */
export interface RequestWriteSpeedOptions {
  /** In units of 1,000 bytes a second; see {@link speedKBps}. */
  readonly writeSpeedKBps: number;
  /** At constant angular velocity throughout, which a drive may do for CDs only. Default false. */
  readonly pureCav?: boolean | undefined;
  /** No command is sent once it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** In a field of 16 bits, of which all together stand for the fastest. */
const asCdSpeed = (writeKBps: number): number => Math.min(0xffff, Math.max(1, Math.round(writeKBps)));

const OPTIONS: OptionNames<RequestWriteSpeedOptions> = { writeSpeedKBps: 'main', pureCav: 'switch', signal: true };

/**
 * Requests a write speed with SET CD SPEED (MMC-6 6.37), of a DVD or BD with SET STREAMING (6.40); the drive uses the nearest one that
 * it has at or below. A drive that refuses keeps the speed that it had.
 * @returns whether the drive accepted the request; {@link currentWriteSpeed} is the speed that it really uses
 * @throws SenseError, TransportError, OptionsError; the signal's reason
 * @example
 * ```ts
 * await requestWriteSpeed(drive, { writeSpeedKBps: speedKBps(16) });
 * ```
 */
export async function requestWriteSpeed(drive: Drive, options: RequestWriteSpeedOptions): Promise<boolean> {
  requireDrive('requestWriteSpeed()', drive);
  requireKnownOptions('requestWriteSpeed()', options, OPTIONS);
  const { writeSpeedKBps: writeKBps, pureCav = false, signal } = options;
  signal?.throwIfAborted();
  const profile = knownProfile(drive);
  if (isBlockMedium(profile)) return await requestStreaming(drive, writeKBps);
  const rotationControl = pureCav ? RotationControl.Cav : RotationControl.Clv;
  try {
    await ask(drive, setCdSpeed({ writeKBps: asCdSpeed(writeKBps), rotationControl }), { signal });
    return true;
  } catch (error) {
    // Invalid command operation code, invalid field in CDB.
    if (isRefusal(error) && [0x20, 0x24].includes(error.sense.asc)) return false;
    throw error;
  }
}

/** Drives count 1x differently: an LG WH16NS40 lists 12x of BD as 53,954 kB/s, where 12 times 4,495.5 is 53,946. */
const ROUNDING = 1.005;

/**
 * SET CD SPEED is for CDs: of DVD and BD, SET STREAMING says how fast a range of blocks is written (MMC-6 6.40). The drive is asked
 * for one of the speeds that it lists, since some refuse others.
 */
async function requestStreaming(drive: Drive, writeKBps: number): Promise<boolean> {
  const entries = (await orUndefined(ask(drive, getWriteSpeeds({}))))?.entries ?? [];
  const listed = entries.toSorted((left, right) => right.writeKBps - left.writeKBps);
  const speed = listed.find((each) => each.writeKBps <= writeKBps * ROUNDING) ?? listed.at(-1);
  const { startLba, endLba, readKB, writeKB } =
    speed === undefined
      ? { startLba: 0, endLba: 0, readKB: writeKBps, writeKB: writeKBps }
      : { startLba: 0, endLba: speed.endLba, readKB: speed.readKBps, writeKB: speed.writeKBps };
  try {
    await ask(drive, setStreaming({}, { startLba, endLba, readKB, writeKB }));
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

/** The drive does not have what was requested, or its answer cannot be decoded. */
const unavailable = (error: unknown): boolean => error instanceof DecodeError || isRefusal(error);

async function orUndefined<T>(answer: Promise<T>): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (unavailable(error)) return undefined;
    throw error;
  }
}

const capabilities = (drive: Drive) => orUndefined(drive.modePage(capabilitiesPage));

/** Without duplicates, fastest first. */
function inOrder(speeds: readonly WriteSpeed[]): WriteSpeed[] {
  const real = speeds.filter(({ writeKBps }) => writeKBps > 0);
  const unique = new Map(real.map((speed) => [`${speed.writeKBps} ${speed.rotationControl}`, speed]));
  return [...unique.values()].toSorted((left, right) => right.writeKBps - left.writeKBps);
}

/**
 * The speeds at which the disc in the drive can be written, fastest first, in units of 1,000 bytes a second: from GET
 * PERFORMANCE, or for drives without that as page 2Ah lists them. Empty when the drive reports none.
 * @throws SenseError 2/3A/xx from drives that need a disc to know
 */
export async function supportedWriteSpeeds(drive: Drive): Promise<readonly WriteSpeed[]> {
  requireDrive('supportedWriteSpeeds()', drive);
  const performance = await orUndefined(ask(drive, getWriteSpeeds({})));
  const reported = inOrder(
    (performance?.entries ?? []).map(({ rotationControl, writeKBps }) => ({ rotationControl, writeKBps })),
  );
  if (reported.length > 0) return reported;
  const page = await capabilities(drive);
  if (page === undefined) return [];
  const listed = inOrder(writeSpeedsOf(page.bytes));
  // Before MMC-3 the page has no list, only the fastest speed.
  return listed.length > 0
    ? listed
    : inOrder([{ rotationControl: RotationControl.Clv, writeKBps: page.values.maxWriteKBps }]);
}

/**
 * The write speed in force, in units of 1,000 bytes a second: of a CD from page 2Ah, of a DVD or BD from GET PERFORMANCE, which reports
 * the speed at the end of the disc and has room for more than 65,535; where one says nothing, from the other. Undefined when the drive
 * does not report it.
 * @throws OptionsError, SenseError, TransportError
 */
export async function currentWriteSpeed(drive: Drive): Promise<WriteSpeed | undefined> {
  requireDrive('currentWriteSpeed()', drive);
  return isBlockMedium(knownProfile(drive))
    ? ((await speedByPerformance(drive)) ?? (await speedByPage(drive)))
    : ((await speedByPage(drive)) ?? (await speedByPerformance(drive)));
}

async function speedByPage(drive: Drive): Promise<WriteSpeed | undefined> {
  const values = (await capabilities(drive))?.values;
  const writeKBps = values?.currentWriteKBps || values?.legacyCurrentWriteKBps;
  return values === undefined || !writeKBps
    ? undefined
    : { rotationControl: values.rotationControl ?? RotationControl.Clv, writeKBps };
}

async function speedByPerformance(drive: Drive): Promise<WriteSpeed | undefined> {
  const performance = await orUndefined(ask(drive, getPerformance({ write: true })));
  const entries = (performance?.entries ?? []).filter(({ endKBps }) => endKBps > 0);
  const fastest = entries.toSorted((left, right) => right.endKBps - left.endKBps)[0];
  if (fastest === undefined) return undefined;
  const rotationControl = fastest.startKBps < fastest.endKBps ? RotationControl.Cav : RotationControl.Clv;
  return { rotationControl, writeKBps: fastest.endKBps };
}
