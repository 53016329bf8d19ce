import { USER_DATA_BYTES } from '../../cd/geometry.ts';
import {
  type BurnDataOptions,
  type BurnResult,
  burnData,
  DEFAULT_FIFO_BYTES,
  type VerifyLevel,
} from '../../write/index.ts';
import { IMAPI_BURN_VERIFICATION_LEVEL as Level } from '../core/enums.ts';
import { IMAPI_FORMAT2_DATA_WRITE_ACTION as Action } from '../core/enums-formats.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { MediumFacts, SharedDrive } from '../core/shared-drive.ts';
import type { ByteStream } from '../core/stream-data.ts';
import type { IDiscFormat2DataEventArgs } from '../interfaces/index.ts';
import { DATA_MEDIA, type DataMedium, dataMedium, freeSectors, POST_GAP_BLOCKS } from './data-media.ts';
import { DATA_UPDATE } from './data-update.ts';
import { UpdateReporter } from './update-reporter.ts';
import { applyWriteSpeed, type SpeedRequest, sectorsPerSecond } from './write-speed.ts';

export interface DataWrite {
  readonly clientName: string;
  readonly bufferUnderrunFree: boolean;
  readonly postgapAlreadyInImage: boolean;
  readonly forceMediaToBeClosed: boolean;
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

/** A disc that would have no more than this left is closed in any case. */
const LEAST_FREE = 0.02;

/**
 * Writes an image as a session of its own. The drive belongs to the caller.
 * @throws MEDIA_IS_NOT_SUPPORTED, INVALID_MEDIA_STATE, STREAM_TOO_LARGE_FOR_CURRENT_MEDIA, REQUEST_CANCELLED,
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
  const current = await shared.currentSpeed().catch(() => undefined);
  const track = {
    startLba: 0,
    lengthBlocks: sectors,
    writtenBlocks: 0,
    sectorsPerSecond: current === undefined ? undefined : sectorsPerSecond(current),
    fifoBytes: DEFAULT_FIFO_BYTES,
  };
  const reporter = new UpdateReporter(drive.clock, DATA_UPDATE, track, options.emit);
  reporter.reportAction(Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_VALIDATING_MEDIA);
  const medium = await suitableMedium(shared, member);
  const free = freeSectors(medium, options.postgapAlreadyInImage, member);
  if (sectors > free) {
    throw new ImapiError(HResult.E_IMAPI_DF2DATA_STREAM_TOO_LARGE_FOR_CURRENT_MEDIA, {
      member,
      meaning: `the data has ${sectors} sectors, but the disc has room for ${free}`,
    });
  }
  if (options.speed !== undefined) await applyWriteSpeed(drive, options.speed);
  shared.whileWriting = await factsNow(shared, medium);
  const full = free - sectors < LEAST_FREE * (sectors + free);
  const burning: BurnDataOptions = {
    owner: options.clientName,
    append: true,
    ending: options.forceMediaToBeClosed || full ? 'finalize' : 'close-session',
    bufferUnderrunFree: options.bufferUnderrunFree,
    padBlocks: options.postgapAlreadyInImage ? 0 : POST_GAP_BLOCKS,
    verify: VERIFY[options.verification],
    signal: options.signal,
  };
  const result = await reporter.follow(burnData(drive, stream, burning)).catch((error: unknown) => {
    throw refusal(error, member);
  });
  requireDone(result, member);
  reporter.reportAction(Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_COMPLETED);
}

/** What the plan refuses is the fault of the stream: an image that was made for another address. */
function refusal(error: unknown, member: string): unknown {
  const { name, code, cause } = error as { name?: string; code?: string; cause?: unknown };
  if (name !== 'BurnError' || code !== 'INVALID_REQUEST' || cause instanceof Error) return error;
  return new ImapiError(HResult.E_IMAPI_DF2DATA_STREAM_NOT_SUPPORTED, {
    member,
    cause: error,
    remedy:
      'Make the image for nextWritableAddress: chooseImageDefaults() or importFileSystem() of FileSystemImage do that.',
  });
}

async function suitableMedium(shared: SharedDrive, member: string): Promise<DataMedium> {
  const type = await shared.mediaType();
  if (!DATA_MEDIA.includes(type)) throw new ImapiError(HResult.E_IMAPI_DF2DATA_MEDIA_IS_NOT_SUPPORTED, { member });
  return dataMedium(shared.drive, type);
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

function requireDone({ cancelled, tracks }: BurnResult, member: string): void {
  if (!cancelled) return;
  const written = tracks.reduce((sum, { lengthBlocks }) => sum + lengthBlocks, 0);
  const remedy =
    written === 0
      ? 'Nothing was written.'
      : `A session of ${written} sectors, without the rest of the data, is on the disc. Erase a CD-RW; use another CD-R.`;
  throw new ImapiError(HResult.E_IMAPI_REQUEST_CANCELLED, { member, remedy });
}
