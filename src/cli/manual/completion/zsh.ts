import { manualName } from '../man-page.ts';
import {
  allPages,
  type ManualArgument,
  type ManualOption,
  type ManualPage,
  type ManualValue,
  shortly,
} from '../page.ts';

/** A completion script for zsh: the file `_discwright` of a folder in `fpath`. */
export function zshCompletion(program: ManualPage, globals: readonly ManualOption[]): string {
  return [
    '#compdef discwright',
    '',
    '__discwright_drives() {',
    '  if compset -P 1 "(sim|replay|unix):"; then _files',
    "  else compadd -S '' -- sim: replay: unix: /dev/sr*(N)",
    '  fi',
    '}',
    '',
    '__discwright_commands() {',
    `  _values 'command' ${program.commands.map(({ path }) => path.at(-1)).join(' ')}`,
    '}',
    '',
    'typeset -ga __discwright_globals=(',
    ...[...globals.flatMap(optionSpecs), HELP].map((spec) => `  ${spec}`),
    ')',
    '',
    ...allPages(program).flatMap(functionOf),
    'if [ "$funcstack[1]" = _discwright ]; then _discwright "$@"; else compdef _discwright discwright; fi',
    '',
  ].join('\n');
}

const HELP = "'(- *)'{-h,--help}'[show help]'";

const functionName = (path: readonly string[]): string => `_${manualName(path).replaceAll('-', '_')}`;

function functionOf({ path, commands, ...page }: ManualPage): string[] {
  const specs = [
    // Those of the program itself are the options of every command.
    ...(path.length === 0 ? [] : page.options.flatMap(optionSpecs)),
    '$__discwright_globals',
    ...(commands.length > 0 ? ["'1: :->command'", "'*:: :->rest'"] : page.arguments.map(argumentSpec)),
  ];
  return [
    `${functionName(path)}() {`,
    ...(commands.length > 0 ? ['  local curcontext=$curcontext state line', '  typeset -A opt_args'] : []),
    `  _arguments -s -S${commands.length > 0 ? ' -C' : ''} ${specs.map((spec) => `\\\n    ${spec}`).join(' ')}`,
    ...(commands.length > 0 ? choiceOfCommand(commands) : []),
    '}',
    '',
  ];
}

const choiceOfCommand = (commands: readonly ManualPage[]): string[] => [
  '  case $state in',
  '    command)',
  '      local -a commands=(',
  ...commands.map(({ path, description }) => `        ${quoted(`${path.at(-1)}:${shortly(description)}`)}`),
  '      )',
  "      _describe -t commands 'command' commands ;;",
  '    rest)',
  '      case $line[1] in',
  ...commands.map(({ path }) => `        ${path.at(-1)}) ${functionName(path)} ;;`),
  '      esac ;;',
  '  esac',
];

function optionSpecs({ flags, value, description }: ManualOption): string[] {
  const words = `[${escaped(shortly(description))}]`;
  const action = value === undefined ? '' : `:${escaped(value.name)}:${actionOf(value)}`;
  const hidden = flags.length > 1 && value?.repeated !== true ? `(${flags.join(' ')})` : '';
  return flags.map((flag) => {
    const joint = value === undefined || !flag.startsWith('--') ? '' : value.required ? '=' : '=-';
    const optional = value !== undefined && !value.required ? ':' : '';
    return quoted(`${hidden}${flag}${joint}${words}${optional}${action}`);
  });
}

const argumentSpec = (argument: ManualArgument, index: number): string => {
  const { repeated, required, name } = argument;
  const place = repeated ? '*' : `${index + 1}`;
  return quoted(`${place}:${required || repeated ? '' : ':'}${escaped(name)}:${actionOf(argument)}`);
};

const ACTIONS = {
  file: '_files',
  folder: '_files -/',
  drive: '__discwright_drives',
  command: '__discwright_commands',
  word: '',
} as const;

const actionOf = ({ kind, choices }: ManualValue): string =>
  choices.length > 0 ? `(${choices.join(' ')})` : ACTIONS[kind];

const escaped = (words: string): string => words.replaceAll('\\', '\\\\').replaceAll(/[:[\]]/g, '\\$&');
const quoted = (words: string): string => `'${words.replaceAll("'", "'\\''")}'`;
