import { AUDIO_BLOCK_BYTES, FRAMES_PER_SECOND, USER_DATA_BYTES } from '../../cd/geometry.ts';
import { isBlockMedium } from '../../drive/block-medium.ts';
import { currentProfile, knownProfile } from '../../drive/current-profile.ts';
import type { Drive } from '../../drive/drive.ts';
import { currentWriteSpeed, requestWriteSpeed, supportedWriteSpeeds } from '../../drive/write-speed.ts';
import { MAX_SPEED_KBPS, RotationControl } from '../../mmc/commands/set-cd-speed.ts';
import type { WriteSpeed } from '../../mmc/mode-pages/capabilities.ts';
import { IMAPI_MEDIA_PHYSICAL_TYPE as Type } from '../core/enums.ts';
import { givenInWords } from '../core/given-in-words.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { IWriteSpeedDescriptor } from '../interfaces/index.ts';

/** As fast as possible. COM's LONG -1 reaches some callers as an unsigned number. */
export const FASTEST = -1;
const FASTEST_UNSIGNED = 0xffff_ffff;

const CDS: readonly Type[] = [Type.IMAPI_MEDIA_TYPE_CDROM, Type.IMAPI_MEDIA_TYPE_CDR, Type.IMAPI_MEDIA_TYPE_CDRW];

/** Bytes of a sector as speeds count them: 2,352 of a CD, 2,048 of any other disc, as in Microsoft's erase sample. */
const sectorBytesOf = (mediaType: Type): number => (CDS.includes(mediaType) ? AUDIO_BLOCK_BYTES : USER_DATA_BYTES);

const exactSectors = ({ writeKBps }: WriteSpeed, sectorBytes: number): number => (writeKBps * 1_000) / sectorBytes;

/** Sectors per second, rounded down as in Microsoft's erase sample: 48x of a CD is 8467 kB/s and so 3599, 16x of a DVD 10820. */
export const sectorsPerSecond = (speed: WriteSpeed, mediaType: Type): number =>
  Math.floor(exactSectors(speed, sectorBytesOf(mediaType)));

export const isPureCav = ({ rotationControl }: WriteSpeed): boolean => rotationControl === RotationControl.Cav;

/** One way in which this drive can write this medium. */
export const writeSpeedDescriptor = (speed: WriteSpeed, mediaType: Type): IWriteSpeedDescriptor => ({
  mediaType,
  rotationTypeIsPureCAV: isPureCav(speed),
  writeSpeed: sectorsPerSecond(speed, mediaType),
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

/** Drives report whole kB/s, some rounded up and some down. Within that tolerance, it is the requested speed. */
const isAsRequested = (speed: WriteSpeed, { sectorsPerSecond: wanted }: SpeedRequest, sectorBytes: number): boolean =>
  wanted === FASTEST || Math.abs(exactSectors(speed, sectorBytes) - wanted) < 1;

/** The supported speed to request: the nearest one of the wanted rotation, if it has any, and the slower of two. */
function nearest(supported: readonly WriteSpeed[], request: SpeedRequest, sectorBytes: number): WriteSpeed | undefined {
  const rotation = supported.filter((speed) => isPureCav(speed) === request.pureCav);
  const distance = (speed: WriteSpeed) => Math.abs(exactSectors(speed, sectorBytes) - request.sectorsPerSecond);
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
  const isCd = !isBlockMedium(knownProfile(drive) ?? (await currentProfile(drive)));
  const sectorBytes = isCd ? AUDIO_BLOCK_BYTES : USER_DATA_BYTES;
  const fastest = request.sectorsPerSecond === FASTEST;
  const choice = nearest(await supportedWriteSpeeds(drive), request, sectorBytes) ?? {
    writeKBps: fastest ? MAX_SPEED_KBPS : Math.ceil((request.sectorsPerSecond * sectorBytes) / 1_000),
    rotationControl: request.pureCav ? RotationControl.Cav : RotationControl.Clv,
  };
  // The field of SET CD SPEED has 16 bits; SET STREAMING, for other discs, has 32.
  const most = isCd ? MAX_SPEED_KBPS : choice.writeKBps;
  await requestWriteSpeed(drive, {
    writeSpeedKBps: fastest ? most : Math.min(most, choice.writeKBps),
    pureCav: isPureCav(choice),
  });
  const inForce = (await currentWriteSpeed(drive)) ?? choice;
  const speedAdjusted = !isAsRequested(inForce, request, sectorBytes);
  const rotationAdjusted = isPureCav(inForce) !== request.pureCav;
  if (speedAdjusted && rotationAdjusted) return HResult.S_IMAPI_BOTHADJUSTED;
  if (rotationAdjusted) return HResult.S_IMAPI_ROTATIONADJUSTED;
  return speedAdjusted ? HResult.S_IMAPI_SPEEDADJUSTED : HResult.S_OK;
}
