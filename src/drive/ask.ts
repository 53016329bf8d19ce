import type { Command } from '../scsi/command.ts';
import type { ExecuteOptions } from '../scsi/execute.ts';
import { TransportError } from '../transport/transport-error.ts';
import type { Drive } from './drive.ts';
import { mayPass } from './ready.ts';
import { retryWhile } from './retry.ts';

/** A failure that may pass by itself is thrown after this many failed attempts in a row. */
const ATTEMPTS = 3;

/**
 * Sends a query, and sends it again after a bad answer that may not come a second time. A query that timed out is not
 * repeated: its time-out is long enough.
 * @throws SenseError, StatusError, TransportError, DecodeError
 */
export const ask = <R>(drive: Drive, command: Command<R>, options: ExecuteOptions = {}): Promise<R> =>
  retryWhile(
    drive.clock,
    (error) => mayPass(error) && !(error instanceof TransportError),
    () => drive.execute(command, options),
    ATTEMPTS,
  );
