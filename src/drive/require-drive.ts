import { inWords, OptionsError } from '../known-options.ts';

/**
 * Refuses what is not a drive before anything is done: JavaScript programs pass its path, or forget an `await`. Judged by
 * what it can do, since a package may be loaded twice.
 * @param caller whose argument it is: `burn()`
 * @throws OptionsError
 */
export function requireDrive(caller: string, drive: unknown): void {
  if (typeof drive === 'object' && drive !== null && typeof (drive as { execute?: unknown }).execute === 'function')
    return;
  throw new OptionsError(
    `${caller}: the drive is ${inWords(drive)}, not a Drive`,
    typeof drive === 'string'
      ? `Open it first: await openDrive('${drive}')`
      : "Give what await openDrive('/dev/sr0') returns",
  );
}
