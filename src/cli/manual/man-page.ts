import { EXIT_CODES } from '../exit-codes.ts';
import type { ManualOption, ManualPage, ManualValue } from './page.ts';

/** The name of a man page: `discwright-iso-create`. */
export const manualName = (path: readonly string[]): string => ['discwright', ...path].join('-');

/**
 * A page of section 1 in the man macros that every `man` knows (man(7)).
 * @param globals the options of every command
 */
export function manPage(page: ManualPage, globals: readonly ManualOption[], version: string): string {
  const { path, description } = page;
  const name = manualName(path);
  const others = page.commands.map((each) => bold(`${manualName(each.path)}`, '(1)'));
  return [
    `.TH ${name.toUpperCase().replaceAll('-', '\\-')} 1 "" "discwright ${version}" "discwright"`,
    '.SH NAME',
    `${text(name)} \\- ${text(description.replace(/\.$/, ''))}`,
    '.SH SYNOPSIS',
    `.B discwright${path.map((each) => ` ${text(each)}`).join('')}`,
    text(synopsisOf(page)),
    ...section(
      'ARGUMENTS',
      page.arguments.flatMap((each) => entry(italic(each.name), each.description)),
    ),
    ...section(
      'COMMANDS',
      page.commands.flatMap((each) => entry(bold(each.path.join(' ')), each.description)),
    ),
    ...section('OPTIONS', path.length === 0 ? [] : page.options.flatMap(optionEntry)),
    ...(path.length === 0
      ? section('OPTIONS OF EVERY COMMAND', globals.flatMap(optionEntry))
      : section('OPTIONS OF EVERY COMMAND', [namesOf(globals), text('discwright(1) describes them.')])),
    ...section(
      'EXAMPLES',
      page.examples.flatMap(({ what, args }) => exampleLines(what, args)),
    ),
    ...section(
      'EXIT STATUS',
      Object.entries(EXIT_CODES).flatMap(([code, what]) => entry(bold(code), what)),
    ),
    ...section('SEE ALSO', seeAlso(path, others)),
    '',
  ].join('\n');
}

function synopsisOf({ arguments: args, commands }: ManualPage): string {
  const values = args.map((each) => (each.required ? inSynopsis(each) : `[${inSynopsis(each)}]`));
  return ['[options]', ...(commands.length > 0 ? ['command'] : []), ...values].join(' ');
}

const inSynopsis = ({ name, repeated }: ManualValue): string => `${name}${repeated ? '...' : ''}`;

function optionEntry({ flags, value, description }: ManualOption): string[] {
  const shown =
    value === undefined ? '' : value.required ? ` ${italic(inSynopsis(value))}` : `[=${italic(inSynopsis(value))}]`;
  return entry(`${flags.map((flag) => bold(flag)).join(', ')}${shown}`, description);
}

const namesOf = (options: readonly ManualOption[]): string =>
  options.map(({ flags }) => bold(flags.at(-1) ?? '')).join(',\n');

const entry = (head: string, body: string): string[] => ['.TP', head, text(body)];

const exampleLines = (what: string, args: string): string[] => ['.TP', `${text(what)}:`, bold(`discwright ${args}`)];

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : [`.SH ${title}`, ...lines];

function seeAlso(path: readonly string[], others: readonly string[]): string[] {
  const above = path.map((_, index) => bold(manualName(path.slice(0, index)), '(1)'));
  return [[...above, ...others].join(',\n')].filter((each) => each !== '');
}

const bold = (words: string, after = ''): string => `\\fB${text(words)}\\fR${after}`;
const italic = (words: string): string => `\\fI${text(words)}\\fR`;

/** Keeps roff from reading anything of it as a request: backslashes, hyphens, and a dot or an apostrophe at the start. */
const text = (words: string): string =>
  words
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('`', '\\(ga')
    .replace(/^\./, '\\&.');
