import { startStopUnit } from '../scsi/commands/start-stop-unit.ts';
import { SenseKey } from '../scsi/sense.ts';
import { SenseError } from '../scsi/sense-error.ts';
import { untilBelieved } from './ask.ts';
import { isRefusal } from './bad-answer.ts';
import { claimForWriting } from './claim.ts';
import type { Drive } from './drive.ts';
import { release } from './release.ts';

const SPIN_UP_LIMIT_MS = 60_000;

/**
 * Keeps other programs, and other writing in this one, from the drive, and its tray locked, until the result is disposed.
 * @throws TransportError of kind `busy`
 */
export async function holdDrive(drive: Drive, owner: string): Promise<AsyncDisposable> {
  const claim = claimForWriting(drive);
  try {
    const hold = await lockAndHold(drive, owner);
    return {
      [Symbol.asyncDispose]: async () => {
        try {
          await hold[Symbol.asyncDispose]();
        } finally {
          claim[Symbol.dispose]();
        }
      },
    };
  } catch (error) {
    claim[Symbol.dispose]();
    throw error;
  }
}

async function lockAndHold(drive: Drive, owner: string): Promise<AsyncDisposable> {
  const exclusive = await drive.exclusive(owner);
  try {
    const lock = await drive.preventRemoval();
    return {
      [Symbol.asyncDispose]: async () => {
        try {
          await lock[Symbol.asyncDispose]();
        } finally {
          await exclusive[Symbol.asyncDispose]();
        }
      },
    };
  } catch (error) {
    await release(exclusive, true);
    throw error;
  }
}

/** 2/04/01 while a disc is being loaded: the wait after it covers that. Some drives do not know the command. */
const isNoMatter = (error: unknown): boolean =>
  isRefusal(error) || (error instanceof SenseError && error.sense.key === SenseKey.NotReady);

/**
 * START, then wait: an idle drive refuses the first commands, and some never spin up by themselves.
 * @throws the signal's reason when it is aborted meanwhile
 */
export async function spinUp(drive: Drive, signal?: AbortSignal): Promise<void> {
  try {
    await untilBelieved(drive.clock, () => drive.execute(startStopUnit({ start: true, immediate: true })), {
      isFinal: isNoMatter,
      signal,
    });
  } catch (error) {
    if (!isNoMatter(error)) throw error;
  }
  await drive.whenReady({
    activity: 'getting ready',
    limitMs: SPIN_UP_LIMIT_MS,
    ...(signal === undefined ? {} : { signal }),
  });
}
