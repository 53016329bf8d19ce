import { DecodeError } from '../codec/index.ts';
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
  const own = remedyOf(cause);
  return new ImageError({
    ...details,
    reason: `${step}: ${reasonOf(cause.message, own)}`,
    remedy: remedy ?? own ?? TRY_AGAIN,
    cause,
  });
}

const isOfDrive = (error: unknown): error is Error =>
  [SenseError, StatusError, TransportError, IncompleteTransferError, DecodeError].some((kind) => error instanceof kind);

function remedyOf(error: Error): string | undefined {
  const { remedy } = error as { readonly remedy?: unknown };
  return typeof remedy === 'string' ? remedy : undefined;
}

/** A message without the remedy that it ends with: the new error has one of its own. */
const reasonOf = (message: string, remedy = ''): string =>
  (message.endsWith(remedy) ? message.slice(0, message.length - remedy.length) : message).replace(/[.\s]+$/, '');
