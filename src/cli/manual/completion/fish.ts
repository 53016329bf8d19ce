import {
  allPages,
  type ManualArgument,
  type ManualOption,
  type ManualPage,
  type ManualValue,
  shortly,
} from '../page.ts';

/** A completion script for fish. */
export function fishCompletion(program: ManualPage, globals: readonly ManualOption[]): string {
  const pages = allPages(program);
  return [
    '# fish completion of discwright. Load it with: discwright completion fish | source',
    'function __discwright_drives',
    "  printf '%s\\n' sim: replay: unix:",
    '  for drive in /dev/sr*',
    '    test -e $drive; and echo $drive',
    '  end',
    'end',
    'function __discwright_at_start',
    `  not __fish_seen_subcommand_from ${namesOf(program.commands)}`,
    'end',
    'function __discwright_in',
    '  complete -c discwright -n "__fish_seen_subcommand_from $argv[1]" $argv[2..-1]',
    'end',
    'complete -c discwright -f',
    'complete -c discwright -s h -l help -d "show help"',
    ...globals.flatMap((option) => optionLines(option, undefined)),
    ...pages.flatMap((page) => pageLines(page, program)),
    '',
  ].join('\n');
}

const namesOf = (pages: readonly ManualPage[]): string => pages.map(({ path }) => path.at(-1)).join(' ');

function pageLines(page: ManualPage, program: ManualPage): string[] {
  const { path, commands, options } = page;
  const here = beginningOf(page);
  const files = path.length > 0 && commands.length === 0 && page.arguments.some(({ kind }) => kind === 'file');
  const folders = page.arguments.some(({ kind }) => kind === 'folder');
  return [
    ...commands.map(({ path: below, description }) => `${here} -a ${below.at(-1)} -d ${quoted(shortly(description))}`),
    ...(path.length === 0 ? [] : options.flatMap((option) => optionLines(option, here))),
    ...page.arguments.flatMap((each) => argumentLines(each, here, program)),
    ...(files ? [`${here} -F`] : []),
    ...(folders ? [`${here} -a "(__fish_complete_directories)"`] : []),
  ];
}

function argumentLines({ kind, choices }: ManualArgument, here: string, program: ManualPage): string[] {
  const words = kind === 'command' ? namesOf(program.commands) : choices.join(' ');
  return words === '' ? [] : [`${here} -a ${quoted(words)}`];
}

/** How a line begins: that the command line is about this command, and about none below it. */
function beginningOf({ path, commands }: ManualPage): string {
  if (path.length === 0) return 'complete -c discwright -n __discwright_at_start';
  if (path.length === 1 && commands.length === 0) return `__discwright_in ${path[0]}`;
  const below = namesOf(commands);
  const within = path.map((word) => `__fish_seen_subcommand_from ${word}`);
  const conditions = [...within, ...(below === '' ? [] : [`not __fish_seen_subcommand_from ${below}`])];
  return `complete -c discwright -n ${quoted(conditions.join('; and '))}`;
}

function optionLines({ flags, value, description }: ManualOption, here: string | undefined): string[] {
  const names = flags.map((flag) => (flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`));
  const words = [
    here ?? 'complete -c discwright',
    ...names,
    ...(value === undefined ? [] : valueWords(value)),
    `-d ${quoted(shortly(description))}`,
  ];
  return [words.join(' ')];
}

function valueWords({ required, kind, choices }: ManualValue): string[] {
  const proposals =
    choices.length > 0
      ? [`-a ${quoted(choices.join(' '))}`]
      : kind === 'file'
        ? ['-F']
        : kind === 'folder'
          ? ['-a "(__fish_complete_directories)"']
          : kind === 'drive'
            ? ['-F -a "(__discwright_drives)"']
            : [];
  return required ? [kind === 'file' || kind === 'drive' ? '-r' : '-x', ...proposals] : proposals;
}

const quoted = (words: string): string => `'${words.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
