import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../cli-error.ts';

/** The commands that can be carried out with several drives at the same time. */
const COMMANDS: ReadonlySet<string> = new Set([
  ...['burn', 'image', 'data', 'enhanced', 'blank', 'format', 'close', 'recover', 'eject', 'load', 'info'],
]);

const OPTION = '--device';

/** The values of `--device` in a command line, and the command line without them. */
export function devicesIn(args: readonly string[]): {
  readonly devices: readonly string[];
  readonly rest: readonly string[];
} {
  const end = args.indexOf('--');
  const options = end < 0 ? args : args.slice(0, end);
  const devices: string[] = [];
  const rest: string[] = [];
  for (let index = 0; index < options.length; index++) {
    const each = options[index] ?? '';
    const next = options[index + 1];
    if (each.startsWith(`${OPTION}=`)) devices.push(each.slice(OPTION.length + 1));
    else if (each === OPTION && next !== undefined) {
      devices.push(next);
      index++;
    } else rest.push(each);
  }
  return { devices, rest: [...rest, ...args.slice(options.length)] };
}

/**
 * Refuses what cannot be done with several drives, before any of them is opened.
 * @param command what is to be done, such as `burn`
 * @throws UsageError
 */
export function requireSeveral(command: string | undefined, devices: readonly string[], rest: readonly string[]): void {
  if (command === undefined || !COMMANDS.has(command)) {
    const which = command === undefined ? 'this' : `\`${command}\``;
    throw new UsageError(`${which} works with one drive, not with ${devices.length}`, 'Give --device once');
  }
  if (rest.includes('-') && command === 'burn') {
    throw new UsageError(
      'standard input can be read only once, and not for several drives',
      'Write it to a file first, and burn that',
    );
  }
  const seen = new Map<string, string>();
  for (const device of devices) {
    if (device === '') throw new UsageError('--device must name a drive', 'Leave it out, or name one');
    const identity = identityOf(device);
    const before = identity === undefined ? undefined : seen.get(identity);
    if (before !== undefined) {
      const also = before === device ? 'is given twice' : `and ${before} are the same drive`;
      throw new UsageError(`${device} ${also}`, 'Name each drive once');
    }
    if (identity !== undefined) seen.set(identity, device);
  }
}

/** What is the same for all names of a drive; undefined for a simulated one with a disc in memory, of which there are many. */
function identityOf(device: string): string | undefined {
  const [, scheme = '', path = ''] = /^(sim:|unix:|replay:)?([^?]*)/.exec(device) ?? [];
  if (path === '') return undefined;
  try {
    return `${scheme}${realpathSync(path)}`;
  } catch {
    return `${scheme}${scheme === '' ? path.toLowerCase() : resolve(path)}`;
  }
}
