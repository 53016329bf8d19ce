import { USER_DATA_BYTES } from '../../cd/geometry.ts';
import type { Drive } from '../../drive/drive.ts';
import {
  type BurnDataOptions,
  type BurnProgress,
  type BurnResult,
  burnData,
  DEFAULT_FIFO_BYTES,
  patchDisc,
  type VerifyLevel,
} from '../../write/index.ts';
import { IMAPI_BURN_VERIFICATION_LEVEL as Level, type IMAPI_MEDIA_PHYSICAL_TYPE as Type } from '../core/enums.ts';
import { IMAPI_FORMAT2_DATA_WRITE_ACTION as Action } from '../core/enums-formats.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { MediumFacts, SharedDrive } from '../core/shared-drive.ts';
import type { ByteStream } from '../core/stream-data.ts';
import type { IDiscFormat2DataEventArgs } from '../interfaces/index.ts';
import { endingFor, isNearlyFull } from './data-ending.ts';
import { DATA_MEDIA, type DataMedium, dataMedium, isOverwritten } from './data-medium.ts';
import { rangesOf, type StreamRange } from './data-ranges.ts';
import { freeSectors, POST_GAP_BLOCKS, totalSectors } from './data-space.ts';
import { DATA_UPDATE, FORMATTING_UPDATE } from './data-update.ts';
import { seemsBlank } from './heuristically-blank.ts';
import { UpdateReporter } from './update-reporter.ts';
import { applyWriteSpeed, type SpeedRequest, sectorsPerSecond } from './write-speed.ts';

export interface DataWrite {
  readonly clientName: string;
  readonly bufferUnderrunFree: boolean;
  readonly postgapAlreadyInImage: boolean;
  readonly forceMediaToBeClosed: boolean;
  readonly disableConsumerDvdCompatibilityMode: boolean;
  readonly forceOverwrite: boolean;
  readonly verification: Level;
  readonly speed: SpeedRequest | undefined;
  readonly signal: AbortSignal;
  readonly emit: (progress: IDiscFormat2DataEventArgs) => void;
}

const VERIFY: Readonly<Record<Level, VerifyLevel>> = {
  [Level.IMAPI_BURN_VERIFICATION_NONE]: 'none',
  [Level.IMAPI_BURN_VERIFICATION_QUICK]: 'quick',
  [Level.IMAPI_BURN_VERIFICATION_FULL]: 'full',
};

/**
 * Writes an image as a session of its own, or over a disc that can be overwritten. The drive belongs to the caller.
 * @throws MEDIA_IS_NOT_SUPPORTED, INVALID_MEDIA_STATE, MEDIA_NOT_BLANK, STREAM_TOO_LARGE_FOR_CURRENT_MEDIA, REQUEST_CANCELLED,
 * BURN_VERIFICATION_FAILED; device errors as they are
 */
export async function writeData(
  shared: SharedDrive,
  stream: ByteStream,
  options: DataWrite,
  member: string,
): Promise<void> {
  const { drive } = shared;
  const sectors = stream.lengthBytes / USER_DATA_BYTES;
  const mediaType = await shared.mediaType();
  const current = await shared.currentSpeed().catch(() => undefined);
  const track = {
    startLba: 0,
    lengthBlocks: sectors,
    writtenBlocks: 0,
    sectorsPerSecond: current === undefined ? undefined : sectorsPerSecond(current, mediaType),
    fifoBytes: DEFAULT_FIFO_BYTES,
  };
  const reporter = new UpdateReporter(drive.clock, DATA_UPDATE, track, options.emit);
  reporter.reportAction(Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_VALIDATING_MEDIA);
  const medium = await suitableMedium(drive, mediaType, member);
  const free = freeSectors(medium, options.postgapAlreadyInImage, member);
  requireRoom(sectors, free, member);
  const overwritten = isOverwritten(medium);
  const ranges = overwritten ? rangesOf(stream, member) : undefined;
  const adds = !overwritten || isMadeToAdd(stream);
  if (!options.forceOverwrite && !adds && ranges === undefined) await requireNothingToLose(drive, medium, member);
  if (options.speed !== undefined) await applyWriteSpeed(drive, options.speed);
  shared.whileWriting = await factsNow(shared, medium);
  const last = medium.inOneGo || (!overwritten && (await leavesNoRoom(drive, medium, free - sectors, member)));
  const isCd = medium.disc.medium === undefined;
  const burning: BurnDataOptions = {
    owner: options.clientName,
    append: adds,
    overwrite: !adds && options.forceOverwrite,
    ending: endingFor({ ...options, type: mediaType, overwritten, last }),
    // put_BufferUnderrunFreeDisabled: only CDs let it be switched off.
    bufferUnderrunFree: !isCd || options.bufferUnderrunFree,
    padBlocks: !isCd || options.postgapAlreadyInImage ? 0 : POST_GAP_BLOCKS,
    verify: VERIFY[options.verification],
    signal: options.signal,
  };
  if (medium.disc.medium?.formatted === false) {
    reporter.reportAction(Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_INITIALIZING_HARDWARE);
    reporter.kind = FORMATTING_UPDATE;
  }
  const steps = ranges === undefined ? burnData(drive, stream, burning) : patchRanges(drive, ranges, burning);
  const result = await reporter.follow<Pick<BurnResult, 'cancelled' | 'tracks'>>(steps).catch((error: unknown) => {
    throw refusal(error, member);
  });
  requireDone(result, { medium, inPlace: !adds && ranges === undefined }, member);
  reporter.reportAction(Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_COMPLETED);
}

/** An image that was made for another address than the start of the disc adds to what is there. */
const isMadeToAdd = (stream: ByteStream & { placeProblem?(startLba: number): string | undefined }): boolean =>
  stream.placeProblem?.(0) !== undefined;

/** Writes only what a stream says was changed. */
async function* patchRanges(
  drive: Drive,
  ranges: readonly StreamRange[],
  { owner, verify, signal }: BurnDataOptions,
): AsyncGenerator<BurnProgress, Pick<BurnResult, 'cancelled' | 'tracks'>> {
  const options = {
    ...(owner === undefined ? {} : { owner }),
    ...(verify === undefined ? {} : { verify }),
    ...(signal === undefined ? {} : { signal }),
  };
  for (const { lba, source } of ranges) {
    const { cancelled } = yield* patchDisc(drive, source, { ...options, lba });
    if (cancelled) return { cancelled, tracks: [] };
  }
  return { cancelled: false, tracks: [] };
}

function requireRoom(sectors: number, free: number, member: string): void {
  if (sectors <= free) return;
  throw new ImapiError(HResult.E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA, {
    member,
    meaning: `the data has ${sectors} sectors, but the disc has room for ${free}`,
  });
}

async function requireNothingToLose(drive: Drive, medium: DataMedium, member: string): Promise<void> {
  if (!isOverwritten(medium) || (await seemsBlank(drive, medium.disc))) return;
  throw new ImapiError(HResult.E_IMAPI_DF2DATA_MEDIA_NOT_BLANK, {
    member,
    meaning: 'there is data on the disc, which would be overwritten',
    remedy: 'Set forceOverwrite to replace it, or insert another disc.',
  });
}

/** Whether what is left after the write is so little that the disc is closed. */
async function leavesNoRoom(drive: Drive, medium: DataMedium, left: number, member: string): Promise<boolean> {
  return isNearlyFull(left, await totalSectors(drive, medium, member));
}

/** What the plan of a burn refuses: the fault of the stream, as an image that was made for another address, or of the disc. */
const BY_CODE: Readonly<Record<string, number>> = {
  INVALID_REQUEST: HResult.E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED,
  NO_ROOM: HResult.E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA,
  UNSUITABLE_MEDIUM: HResult.E_IMAPI_DF2DATA_MEDIA_IS_NOT_SUPPORTED,
  DISC_COMPLETE: HResult.E_IMAPI_DF2DATA_INVALID_MEDIA_STATE,
  DISC_UNFINISHED: HResult.E_IMAPI_DF2DATA_INVALID_MEDIA_STATE,
  NO_NEXT_ADDRESS: HResult.E_IMAPI_DF2DATA_INVALID_MEDIA_STATE,
};

function refusal(error: unknown, member: string): unknown {
  const { name, code = '', cause } = error as { name?: string; code?: string; cause?: unknown };
  const hresult = BY_CODE[code];
  if (name !== 'BurnError' || hresult === undefined || cause instanceof Error) return error;
  const remedy =
    'Make the image for nextWritableAddress: chooseImageDefaults() or importFileSystem() of FileSystemImage do that.';
  return new ImapiError(hresult, { member, cause: error, ...(code === 'INVALID_REQUEST' ? { remedy } : {}) });
}

async function suitableMedium(drive: Drive, type: Type, member: string): Promise<DataMedium> {
  if (!DATA_MEDIA.includes(type)) {
    const remedy = 'Insert a disc that can be written: CD-R, CD-RW, or any recordable DVD or BD.';
    throw new ImapiError(HResult.E_IMAPI_DF2DATA_MEDIA_IS_NOT_SUPPORTED, { member, remedy });
  }
  return dataMedium(drive, type);
}

async function factsNow(shared: SharedDrive, { type, disc }: DataMedium): Promise<MediumFacts> {
  const speeds = await shared.writeSpeeds().catch(() => []);
  const current = await shared.currentSpeed().catch(() => undefined);
  return {
    mediaType: async () => type,
    blank: async () => disc.status === 'blank',
    writeSpeeds: async () => speeds,
    currentSpeed: async () => current,
  };
}

interface Written {
  readonly medium: DataMedium;
  /** Over a disc from its start. */
  readonly inPlace: boolean;
}

function requireDone(result: Pick<BurnResult, 'cancelled' | 'tracks'>, written: Written, member: string): void {
  if (!result.cancelled) return;
  const sectors = result.tracks.reduce((sum, { lengthBlocks }) => sum + lengthBlocks, 0);
  throw new ImapiError(HResult.E_IMAPI_REQUEST_CANCELLED, { member, remedy: remains(sectors, written) });
}

function remains(sectors: number, { medium, inPlace }: Written): string {
  if (isOverwritten(medium) && !inPlace)
    return 'What was on the disc is as it was, but for sectors that the image replaces. Write the image again.';
  if (sectors === 0) return 'Nothing was written.';
  if (inPlace) return `The first ${sectors} sectors of the disc were overwritten. Write it again with forceOverwrite.`;
  const next = medium.disc.medium === undefined ? 'Erase a CD-RW; use another CD-R.' : nextDisc(medium);
  return `A session of ${sectors} sectors, without the rest of the data, is on the disc. ${next}`;
}

const nextDisc = ({ disc }: DataMedium): string =>
  disc.erasable ? 'Erase it with DiscFormat2Erase.' : 'Use another disc.';
