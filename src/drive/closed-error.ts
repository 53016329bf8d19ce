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
