import type { Ending } from '../../write/index.ts';
import { IMAPI_MEDIA_PHYSICAL_TYPE as Type } from '../core/enums.ts';

/** put_ForceMediaToBeClosed: a disc that would have no more than this left is closed in any case. */
const LEAST_FREE = 0.02;

export const isNearlyFull = (freeBlocks: number, totalBlocks: number): boolean =>
  freeBlocks <= LEAST_FREE * totalBlocks;

export interface EndingRequest {
  readonly type: Type;
  readonly overwritten: boolean;
  /** The disc is written in one go, or has hardly any room left. */
  readonly last: boolean;
  readonly forceMediaToBeClosed: boolean;
  readonly disableConsumerDvdCompatibilityMode: boolean;
}

/**
 * How a data write leaves the disc: the table of IDiscFormat2Data::put_DisableConsumerDvdCompatibilityMode. A DVD+R stays open for
 * another session only without compatibility, one with two layers never does. What is overwritten stays so in any case: finalizing it
 * stops the background format of a DVD+RW and closes the border of a DVD-RW, so that other drives read it.
 */
export function endingFor(request: EndingRequest): Ending {
  const { type, overwritten, last, forceMediaToBeClosed, disableConsumerDvdCompatibilityMode: plain } = request;
  if (forceMediaToBeClosed || last) return 'finalize';
  if (overwritten) return plain && PLUS_RW.includes(type) ? 'close-session' : 'finalize';
  if (type === Type.IMAPI_MEDIA_TYPE_DVDPLUSR_DUALLAYER) return 'finalize';
  if (type === Type.IMAPI_MEDIA_TYPE_DVDPLUSR) return plain ? 'close-session' : 'finalize';
  return 'close-session';
}

const PLUS_RW: readonly Type[] = [Type.IMAPI_MEDIA_TYPE_DVDPLUSRW, Type.IMAPI_MEDIA_TYPE_DVDPLUSRW_DUALLAYER];
