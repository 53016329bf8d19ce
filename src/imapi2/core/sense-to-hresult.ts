import { readDiscStructure } from '../../mmc/commands/read-disc-structure.ts';
import { synchronizeCache } from '../../mmc/commands/synchronize-cache.ts';
import { modeSelect10 } from '../../scsi/commands/mode-select-10.ts';
import { modeSense10 } from '../../scsi/commands/mode-sense-10.ts';
import type { Sense } from '../../scsi/sense.ts';
import { ScsiStatus } from '../../transport/sam.ts';
import { HResult, isFailure } from './hresult.ts';

type SenseTriple = Pick<Sense, 'key' | 'asc' | 'ascq'>;

interface SenseRule {
  /** Left out: any. */
  readonly key?: number;
  readonly asc: number;
  /** Left out: any. */
  readonly ascq?: number;
  /** Of the command that failed. Left out: any. */
  readonly opcode?: number;
  readonly hresult: number;
}

/** In the order of Microsoft's published erase sample; the first that matches wins. */
const rules: readonly SenseRule[] = [
  { key: 0x0, asc: 0x00, ascq: 0x00, hresult: HResult.S_OK },
  { asc: 0x02, ascq: 0x06, hresult: HResult.E_IMAPI_RECORDER_MEDIA_UPSIDE_DOWN },
  { key: 0x2, asc: 0x04, ascq: 0x01, hresult: HResult.E_IMAPI_RECORDER_MEDIA_BECOMING_READY },
  { key: 0x2, asc: 0x04, ascq: 0x03, hresult: HResult.E_IMAPI_RECORDER_MEDIA_NO_MEDIA },
  { key: 0x2, asc: 0x04, ascq: 0x04, hresult: HResult.E_IMAPI_RECORDER_MEDIA_FORMAT_IN_PROGRESS },
  { key: 0x2, asc: 0x04, ascq: 0x07, hresult: HResult.E_IMAPI_RECORDER_MEDIA_BUSY },
  { key: 0x2, asc: 0x04, ascq: 0x08, hresult: HResult.E_IMAPI_RECORDER_MEDIA_BUSY },
  { key: 0x2, asc: 0x04, hresult: HResult.E_IMAPI_RECORDER_MEDIA_BECOMING_READY },
  {
    key: 0x2,
    asc: 0x30,
    opcode: readDiscStructure.spec.opcode,
    hresult: HResult.E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT,
  },
  { key: 0x3, asc: 0x0c, ascq: 0x09, opcode: synchronizeCache.spec.opcode, hresult: HResult.S_OK },
  { key: 0x3, asc: 0x0c, ascq: 0x09, hresult: HResult.E_IMAPI_LOSS_OF_STREAMING },
  { key: 0x4, asc: 0x09, ascq: 0x01, hresult: HResult.E_IMAPI_RECORDER_MEDIA_UPSIDE_DOWN },
  { key: 0x4, asc: 0x09, ascq: 0x02, hresult: HResult.E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE },
  ...[
    { key: 0x5, asc: 0x20, ascq: 0x00 },
    { key: 0x5, asc: 0x24, ascq: 0x00 },
    { key: 0x5, asc: 0x30, ascq: 0x02 },
  ].map((sense) => ({
    ...sense,
    opcode: readDiscStructure.spec.opcode,
    hresult: HResult.E_IMAPI_RECORDER_DVD_STRUCTURE_NOT_PRESENT,
  })),
  {
    key: 0x5,
    asc: 0x24,
    ascq: 0x00,
    opcode: modeSense10.spec.opcode,
    hresult: HResult.E_IMAPI_RECORDER_NO_SUCH_MODE_PAGE,
  },
  { key: 0x5, asc: 0x26, opcode: modeSelect10.spec.opcode, hresult: HResult.E_IMAPI_RECORDER_INVALID_MODE_PARAMETERS },
  { key: 0x7, asc: 0x27, hresult: HResult.E_IMAPI_RECORDER_MEDIA_WRITE_PROTECTED },
  { key: 0x6, asc: 0x28, ascq: 0x00, hresult: HResult.E_IMAPI_RECORDER_MEDIA_BECOMING_READY },
  { asc: 0x30, hresult: HResult.E_IMAPI_RECORDER_MEDIA_INCOMPATIBLE },
  { key: 0x2, asc: 0x3a, hresult: HResult.E_IMAPI_RECORDER_MEDIA_NO_MEDIA },
  { asc: 0x73, ascq: 0x03, hresult: HResult.E_IMAPI_RECORDER_MEDIA_SPEED_MISMATCH },
];

const fits = (wanted: number | undefined, actual: number | undefined): boolean =>
  wanted === undefined || wanted === actual;

/**
 * The HRESULT that IMAPI2 returns for sense data; E_FAIL where no other fits.
 * @param opcode of the command that failed; undefined when it is not that command's fault (deferred errors)
 */
export function hresultOfSense(sense: SenseTriple, opcode: number | undefined): number {
  const rule = rules.find(
    (each) =>
      fits(each.key, sense.key) &&
      fits(each.asc, sense.asc) &&
      fits(each.ascq, sense.ascq) &&
      fits(each.opcode, opcode),
  );
  return rule?.hresult ?? HResult.E_FAIL;
}

/** By `kind` of a TransportError. */
const transportKinds: Readonly<Record<string, number>> = {
  'not-found': HResult['HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST)'],
  denied: HResult.E_ACCESSDENIED,
  busy: HResult.E_IMAPI_RECORDER_LOCKED,
  timeout: HResult.E_IMAPI_RECORDER_COMMAND_TIMEOUT,
  gone: HResult['HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST)'],
  closed: HResult['HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE)'],
};

/** By SAM status byte of a StatusError. */
const statuses: Readonly<Record<number, number>> = {
  [ScsiStatus.Busy]: HResult.E_IMAPI_RECORDER_MEDIA_BUSY,
  [ScsiStatus.ReservationConflict]: HResult.E_IMAPI_RECORDER_LOCKED,
  [ScsiStatus.TaskSetFull]: HResult.E_IMAPI_RECORDER_MEDIA_BUSY,
};

/** The details of errors from lower layers. They are distinguished by name because a package may be loaded twice. */
interface ErrorFromBelow {
  readonly name?: string;
  readonly kind?: string;
  readonly phase?: string;
  readonly status?: number;
  readonly sense?: SenseTriple & { readonly deferred?: boolean };
  readonly command?: { readonly opcode: number };
  readonly cause?: unknown;
}

/**
 * The HRESULT for an error from lower layers: what the drive said, what the system said, what could not be decoded, what
 * is not CD audio. Always a failure, even where the table of {@link hresultOfSense} would let the command pass.
 */
export function hresultOfFailure(error: unknown): number {
  const below = (error ?? {}) as ErrorFromBelow;
  switch (below.name) {
    case 'SenseError': {
      if (below.sense === undefined) return HResult.E_FAIL;
      const hresult = hresultOfSense(below.sense, below.sense.deferred ? undefined : below.command?.opcode);
      return isFailure(hresult) ? hresult : HResult.E_FAIL;
    }
    case 'StatusError':
      return statuses[below.status ?? 0] ?? HResult.E_FAIL;
    case 'TransportError':
      return transportKinds[below.kind ?? ''] ?? HResult.E_FAIL;
    case 'IncompleteTransferError':
    case 'DecodeError':
      return HResult.E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE;
    case 'AudioFormatError':
      return HResult.E_IMAPI_DF2TAO_STREAM_NOT_SUPPORTED;
    case 'EncodeError':
      return HResult.E_INVALIDARG;
    case 'AbortError':
      return HResult.E_IMAPI_REQUEST_CANCELLED;
    case 'BurnError':
      // What was read back is not what was written, unless it could not be read back at all.
      if (below.phase === 'verifying' && !(below.cause instanceof Error))
        return HResult.E_IMAPI_BURN_VERIFICATION_FAILED;
      return below.cause instanceof Error ? hresultOfFailure(below.cause) : HResult.E_FAIL;
    default:
      // A recipe may wrap what the drive said in its own words.
      return below.cause instanceof Error ? hresultOfFailure(below.cause) : HResult.E_FAIL;
  }
}
