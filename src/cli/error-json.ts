import { SenseError } from '../index.ts';
import { type Failure, withoutRemedy } from './failure.ts';
import type { ResultOf } from './schemas/index.ts';

/** The first error of the drive among an error's causes: what it said in the end. */
function senseErrorIn(error: unknown): SenseError | undefined {
  for (let each = error, depth = 0; each instanceof Error && depth < MOST_CAUSES; each = each.cause, depth += 1) {
    if (each instanceof SenseError) return each;
  }
  return undefined;
}

/** More than any error has; a circle ends here. */
const MOST_CAUSES = 20;
const hex2 = (byte: number): string => byte.toString(16).toUpperCase().padStart(2, '0');

function senseInJson(error: unknown) {
  const found = senseErrorIn(error);
  if (found === undefined) return null;
  const { command, sense, message, remedy } = found;
  const { key, asc, ascq } = sense;
  return {
    command: command.name,
    key,
    asc,
    ascq,
    hex: `${key.toString(16).toUpperCase()}/${hex2(asc)}/${hex2(ascq)}`,
    words: withoutRemedy(message, remedy).slice(`${command.name}: `.length),
  };
}

/**
 * An error as `--json` prints it.
 * @param command of this program, such as `iso list`; undefined if none was named
 */
export function errorInJson(failure: Failure, error: unknown, command: string | undefined): ResultOf<'error'>['error'] {
  const { name, kind, code, phase, message, remedy, track, lba, osCode, errno, disc, exitCode, ...exported } = failure;
  const sense = senseInJson(error);
  return {
    name,
    command,
    kind,
    code,
    phase,
    message,
    remedy,
    track,
    lba,
    sense,
    osCode,
    errno,
    disc,
    ...exported,
    exitCode,
  };
}
