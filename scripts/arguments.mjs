// The arguments of the scripts of this repository: a help text, and errors that name what is wrong.
import { parseArgs } from 'node:util';

const HELP = { type: 'boolean', help: 'show this' };

/**
 * Reads the arguments of the script. `--help` prints how to call it and ends the process; what is not understood ends it
 * with exit code 2.
 * @param about `usage`: the command line, and `what`: what it does. `options`: by name `{ type, help, default }`, with the
 *   type `boolean`, `string` or `count` (a whole number, from `least`, which is 1
 *   unless given). `words`: what else may be given, in words
 * @returns the options by name, and the words
 */
export function readArguments({ usage, what, options = {}, words }, args = process.argv.slice(2)) {
  const known = { ...options, help: HELP };
  const { values, positionals } = parsed(known, args, words !== undefined);
  if (values.help === true) {
    console.log(helpText({ usage, what, known, words }));
    process.exit(0);
  }
  const given = {};
  for (const [name, { type, default: fallback, least = 1 }] of Object.entries(options)) {
    const value = values[name];
    given[name] = value === undefined ? fallback : type === 'count' ? countOf(name, value, least) : value;
  }
  return { options: given, words: positionals };
}

/** Ends the process with exit code 2: an argument is wrong. */
export function refuse(reason) {
  console.error(`${reason}. See --help`);
  process.exit(2);
}

function parsed(known, args, allowPositionals) {
  const types = Object.entries(known).map(([name, { type }]) => [
    name,
    { type: type === 'boolean' ? 'boolean' : 'string' },
  ]);
  try {
    return parseArgs({ args, options: Object.fromEntries(types), allowPositionals });
  } catch (error) {
    // Node adds advice that does not fit here.
    return refuse(error.message.split('. ')[0].replace(/\.$/, ''));
  }
}

function countOf(name, text, least) {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least) refuse(`--${name} must be a whole number from ${least}, not '${text}'`);
  return value;
}

function helpText({ usage, what, known, words }) {
  const rows = Object.entries(known).map(([name, { type, help, default: fallback }]) => {
    const value = type === 'boolean' ? '' : ` <${type === 'count' ? 'number' : 'text'}>`;
    const usual = fallback === undefined || fallback === false ? '' : ` (default: ${fallback})`;
    return [`--${name}${value}`, `${help}${usual}`];
  });
  const width = Math.max(...rows.map(([option]) => option.length));
  return [
    `Usage: ${usage}`,
    '',
    what,
    ...(words === undefined ? [] : ['', words]),
    '',
    ...rows.map(([option, help]) => `  ${option.padEnd(width)}  ${help}`),
  ].join('\n');
}
