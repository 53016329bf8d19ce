import type { Command } from '../scsi/command.ts';
import type { ExecuteOptions } from '../scsi/execute.ts';
import { TransportError } from '../transport/transport-error.ts';
import type { Drive } from './drive.ts';
import { mayPass } from './ready.ts';
import { retryWhile } from './retry.ts';

/** So many times in a row a query must fail before a failure that may pass by itself is believed. */
const ATTEMPTS = 3;

/**
 * Sends a query and, after a bad answer that may have been a single one, sends it again. A command that timed out is not
 * repeated: its time-out is long enough as it is.
 * @throws SenseError, StatusError, TransportError, DecodeError
 */
export const ask = <R>(drive: Drive, command: Command<R>, options: ExecuteOptions = {}): Promise<R> =>
  retryWhile(
    drive.clock,
    (error) => mayPass(error) && !(error instanceof TransportError),
    () => drive.execute(command, options),
    ATTEMPTS,
  );
