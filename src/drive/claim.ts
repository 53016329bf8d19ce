import { TransportError } from '../transport/transport-error.ts';
import type { Drive } from './drive.ts';

/** Drives that something in this process writes with. */
const writing = new WeakSet<Drive>();

/**
 * Lets only one burn, erase or repair at a time use a drive object: exclusive access keeps out other programs, not
 * another call in the same one. Nothing is sent.
 * @throws TransportError of kind `busy`
 */
export function claimForWriting(drive: Drive): Disposable {
  if (writing.has(drive)) {
    throw new TransportError({
      kind: 'busy',
      path: drive.path,
      operation: 'write',
      reason: 'this program is already writing with this drive',
      remedy: 'Wait until that has ended: one burn, erase or repair at a time',
    });
  }
  writing.add(drive);
  return {
    [Symbol.dispose]: () => {
      writing.delete(drive);
    },
  };
}
