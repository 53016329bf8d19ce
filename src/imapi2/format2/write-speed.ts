import { AUDIO_BLOCK_BYTES, FRAMES_PER_SECOND } from '../../cd/geometry.ts';
import type { Drive } from '../../drive/drive.ts';
import { currentWriteSpeed, requestWriteSpeed, supportedWriteSpeeds } from '../../drive/write-speed.ts';
import { MAX_SPEED_KBPS, RotationControl } from '../../mmc/commands/set-cd-speed.ts';
import type { WriteSpeed } from '../../mmc/mode-pages/capabilities.ts';
import type { IMAPI_MEDIA_PHYSICAL_TYPE } from '../core/enums.ts';
import { givenInWords } from '../core/given-in-words.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { IWriteSpeedDescriptor } from '../interfaces/index.ts';

/** As fast as possible. COM's LONG -1 reaches some callers as an unsigned number. */
export const FASTEST = -1;
const FASTEST_UNSIGNED = 0xffff_ffff;

/** Sectors per second, rounded down as in Microsoft's erase sample: 48x is 8467 kB/s and so 3599. */
export const sectorsPerSecond = ({ writeKBps }: WriteSpeed): number =>
  Math.floor((writeKBps * 1_000) / AUDIO_BLOCK_BYTES);

export const isPureCav = ({ rotationControl }: WriteSpeed): boolean => rotationControl === RotationControl.Cav;

/** One way in which this drive can write this medium. */
export const writeSpeedDescriptor = (
  speed: WriteSpeed,
  mediaType: IMAPI_MEDIA_PHYSICAL_TYPE,
): IWriteSpeedDescriptor => ({
  mediaType,
  rotationTypeIsPureCAV: isPureCav(speed),
  writeSpeed: sectorsPerSecond(speed),
});

export interface SpeedRequest {
  /** {@link FASTEST}, or more than 0. */
  readonly sectorsPerSecond: number;
  readonly pureCav: boolean;
}

/** @throws E_INVALIDARG */
export function speedRequest(sectors: unknown, pureCav: unknown, member: string): SpeedRequest {
  const fastest = sectors === FASTEST || sectors === FASTEST_UNSIGNED;
  if (!fastest && !(Number.isSafeInteger(sectors) && (sectors as number) > 0)) {
    throw new ImapiError(HResult.E_INVALIDARG, {
      member,
      meaning: `${givenInWords(sectors)} is not a speed in sectors per second`,
      remedy: `Give one of supportedWriteSpeeds, n times ${FRAMES_PER_SECOND} for nx, or -1 for the fastest.`,
    });
  }
  return { sectorsPerSecond: fastest ? FASTEST : (sectors as number), pureCav: pureCav === true };
}

const exactSectors = (speed: WriteSpeed): number => (speed.writeKBps * 1_000) / AUDIO_BLOCK_BYTES;

/** Drives report whole kB/s, some rounded up and some down. Within that tolerance, it is the requested speed. */
const isAsRequested = (speed: WriteSpeed, { sectorsPerSecond: wanted }: SpeedRequest): boolean =>
  wanted === FASTEST || Math.abs(exactSectors(speed) - wanted) < 1;

/** The supported speed to request: the nearest one of the wanted rotation, if it has any, and the slower of two. */
function nearest(supported: readonly WriteSpeed[], request: SpeedRequest): WriteSpeed | undefined {
  const rotation = supported.filter((speed) => isPureCav(speed) === request.pureCav);
  const distance = (speed: WriteSpeed) => Math.abs(exactSectors(speed) - request.sectorsPerSecond);
  const slowestFirst = (rotation.length > 0 ? rotation : supported).toReversed();
  if (request.sectorsPerSecond === FASTEST) return slowestFirst.at(-1);
  return slowestFirst.toSorted((left, right) => distance(left) - distance(right))[0];
}

/**
 * Sets the write speed and reads which speed the drive uses.
 * @returns S_OK, S_IMAPI_SPEEDADJUSTED, S_IMAPI_ROTATIONADJUSTED or S_IMAPI_BOTHADJUSTED
 * @throws SenseError, TransportError
 */
export async function applyWriteSpeed(drive: Drive, request: SpeedRequest): Promise<number> {
  const choice = nearest(await supportedWriteSpeeds(drive), request) ?? {
    writeKBps:
      request.sectorsPerSecond === FASTEST
        ? MAX_SPEED_KBPS
        : Math.ceil((request.sectorsPerSecond * AUDIO_BLOCK_BYTES) / 1_000),
    rotationControl: request.pureCav ? RotationControl.Cav : RotationControl.Clv,
  };
  const wanted = request.sectorsPerSecond === FASTEST ? MAX_SPEED_KBPS : Math.min(MAX_SPEED_KBPS, choice.writeKBps);
  await requestWriteSpeed(drive, wanted, isPureCav(choice));
  const inForce = (await currentWriteSpeed(drive)) ?? choice;
  const speedAdjusted = !isAsRequested(inForce, request);
  const rotationAdjusted = isPureCav(inForce) !== request.pureCav;
  if (speedAdjusted && rotationAdjusted) return HResult.S_IMAPI_BOTHADJUSTED;
  if (rotationAdjusted) return HResult.S_IMAPI_ROTATIONADJUSTED;
  return speedAdjusted ? HResult.S_IMAPI_SPEEDADJUSTED : HResult.S_OK;
}
