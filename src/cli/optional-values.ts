/**
 * Options whose value may be left out, and what may follow them as a word of its own. Any other word after such an option is
 * not its value: it is a file to burn.
 */
const OPTIONAL_VALUES: Readonly<Record<string, RegExp>> = {
  '--leave-open': /^(?:session|medium)$/,
  '--normalize': /^-\d+(?:\.\d+)?$/,
  '--udf': /^\d\.\d\d$/,
};

/** The same command line with these options and their values in one word, as the parser understands them without a doubt. */
export function withJoinedValues(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] ?? '';
    if (arg === '--') return [...joined, ...args.slice(at)];
    const form = OPTIONAL_VALUES[arg];
    const value = args[at + 1] ?? '';
    const taken = form?.test(value) ? value : '';
    joined.push(form === undefined ? arg : `${arg}=${taken}`);
    if (taken !== '') at++;
  }
  return joined;
}
