import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { heldDrives } from './held-drives.ts';

/** The options of {@link releaseDrivesAtExit}. */
export interface ReleaseAtExitOptions {
  /**
   * Also when SIGINT, SIGTERM, SIGHUP or, on Windows, SIGBREAK ends the process. For programs that do not handle these
   * signals themselves: after the drives are released, the signal ends the process. Default false.
   */
  readonly signals?: boolean | undefined;
}

const OPTIONS: OptionNames<ReleaseAtExitOptions> = { signals: 'switch' };

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGBREAK'] as const;

/** A command in progress cannot be interrupted; the system lets the process end only when it is answered. */
const LIMIT_MS = 60_000;

function releaseAll(): void {
  for (const drive of [...heldDrives]) {
    try {
      drive.endNow(LIMIT_MS);
    } catch {
      // The process ends: the other drives are still to be released.
    }
  }
}

/**
 * From now on, the end of this process releases every drive that it holds through a {@link Drive}: trays are unlocked
 * and exclusive access is released, after `process.exit()`, an uncaught exception and an unhandled rejection, and with
 * `signals` after signals too. What a burn has not sent by then is lost; `recoverDisc()` finishes the disc.
 *
 * It works for real drives, whose threads can still send a command then. Without it, and after SIGKILL, the system
 * releases the exclusive access, and the tray stays locked until `recoverDisc()` or `ejectDisc()`.
 * @returns disposing it ends this
 * @throws OptionsError
 */
export function releaseDrivesAtExit(options: ReleaseAtExitOptions = {}): Disposable {
  requireKnownOptions('releaseDrivesAtExit()', options, OPTIONS);
  const { signals = false } = options;
  const watched = signals ? SIGNALS : [];
  const onSignal = (signal: NodeJS.Signals): void => {
    releaseAll();
    stop();
    process.kill(process.pid, signal);
  };
  const stop = (): void => {
    process.off('exit', releaseAll);
    for (const signal of watched) process.off(signal, onSignal);
  };
  process.on('exit', releaseAll);
  for (const signal of watched) process.on(signal, onSignal);
  return { [Symbol.dispose]: stop };
}
