import { DecodeError } from '../codec/index.ts';
import { reasonOf, remedyOf } from '../error-words.ts';
import { ImageError, type ImageErrorDetails } from '../image/image-error.ts';
import { IncompleteTransferError } from '../scsi/incomplete-transfer.ts';
import { SenseError, StatusError } from '../scsi/sense-error.ts';
import { TransportError } from '../transport/transport-error.ts';

const TRY_AGAIN = 'Try again; if it fails at the same place, try another drive';

type Details = Pick<ImageErrorDetails, 'kind' | 'track' | 'lba'> & {
  /** What was being done: `track 2 cannot be read at LBA 600`. */
  readonly step: string;
  /** Instead of what the cause says. */
  readonly remedy?: string;
};

/** What the drive, or the connection to it, said: undefined for any other error, which is none of an export's. */
export function driveFailure(cause: unknown, { step, remedy, ...details }: Details): ImageError | undefined {
  if (!isOfDrive(cause)) return undefined;
  return new ImageError({
    ...details,
    reason: `${step}: ${reasonOf(cause)}`,
    remedy: remedy ?? remedyOf(cause) ?? TRY_AGAIN,
    cause,
  });
}

const isOfDrive = (error: unknown): error is Error =>
  [SenseError, StatusError, TransportError, IncompleteTransferError, DecodeError].some((kind) => error instanceof kind);
