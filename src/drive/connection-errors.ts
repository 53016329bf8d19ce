import type { Command } from '../scsi/command.ts';
import { TransportError } from '../transport/transport-error.ts';

/** What a drive that this program has closed answers: a transport would only say that it is not there. */
export const closedError = (path: string): TransportError =>
  new TransportError({
    kind: 'closed',
    path,
    operation: 'send',
    reason: 'this program has closed the drive',
    remedy: 'Open it again',
  });

/** The same error; one about a command that was not answered says which command that was. */
export function namingCommand(error: unknown, { spec }: Command): unknown {
  if (!(error instanceof TransportError) || error.kind !== 'timeout') return error;
  const { kind, path, operation, osCode, errno, reason, remedy, cause } = error;
  return new TransportError({
    kind,
    path,
    operation: `${operation}: ${spec.name}`,
    ...(osCode === undefined ? {} : { osCode }),
    ...(errno === undefined ? {} : { errno }),
    reason,
    remedy,
    cause,
  });
}
