// biome-ignore-all lint/suspicious/noTemplateCurlyInString: these are variables of bash
import { allPages, type ManualOption, type ManualPage, type ManualValue } from '../page.ts';

/**
 * A completion script for bash. It depends on nothing but bash: `--device sim:` arrives in three words, since bash divides at
 * `:` and `=`, and is put together again.
 */
export function bashCompletion(program: ManualPage, globals: readonly ManualOption[]): string {
  const pages = allPages(program);
  const options = [...globals, ...pages.flatMap((page) => page.options)];
  const withValue = options.filter(({ value }) => value?.required === true).flatMap(({ flags }) => flags);
  return [
    '# bash completion of discwright. Load it with: source <(discwright completion bash)',
    '_discwright() {',
    '  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command= word skip= i',
    '  local before=${COMP_LINE:0:COMP_POINT}',
    '  before=${before##* }',
    '  if [[ $before == --*=* ]]; then prev=${before%%=*} cur=${before#*=}',
    '  elif [[ $before == *:* ]]; then',
    '    prev=',
    '    for ((i = COMP_CWORD; i > 0; i--)); do',
    '      if [[ ${COMP_WORDS[i]} == --* ]]; then prev=${COMP_WORDS[i]}; break; fi',
    '    done',
    '    cur=$before',
    '  fi',
    '  for ((i = 1; i < COMP_CWORD; i++)); do',
    '    word=${COMP_WORDS[i]}',
    '    if [[ $skip ]]; then',
    '      if [[ $word != = ]]; then skip=; fi',
    '      continue',
    '    fi',
    '    case $word in',
    `      ${[...new Set(withValue)].join('|')}) skip=1 ;;`,
    '      -*|:|=) ;;',
    '      *)',
    '        case "${command:+$command }$word" in',
    `          ${pages
      .slice(1)
      .map(({ path }) => quoted(path.join(' ')))
      .join('|')}) command="\${command:+$command }$word" ;;`,
    '        esac ;;',
    '    esac',
    '  done',
    '  COMPREPLY=()',
    '  case "$command $prev" in',
    ...[...globals.map((each) => [each, '*'] as const), ...ownOptions(pages)].flatMap(([option, path]) =>
      valueCase(option, path),
    ),
    '  esac',
    '  case $command in',
    ...pages.flatMap((page) => commandCase(page, program, globals)),
    '  esac',
    '}',
    '_discwright_words() {',
    "  local word IFS=$'\\n'",
    '  for word in $(compgen -W "${1// /$\'\\n\'}" -- "$cur"); do COMPREPLY+=("$word"); done',
    '}',
    '_discwright_files() {',
    '  compopt -o filenames 2> /dev/null',
    "  local IFS=$'\\n'",
    '  COMPREPLY+=($(compgen "$1" -- "$cur"))',
    '}',
    '_discwright_drives() {',
    '  local known="sim: replay: unix:" drive',
    '  for drive in /dev/sr*; do [[ -e $drive ]] && known="$known $drive"; done',
    '  case $cur in',
    '    *:*)',
    '      local scheme=${cur%%:*}',
    '      cur=${cur#*:}',
    '      _discwright_files -f ;;',
    '    *)',
    '      compopt -o nospace 2> /dev/null',
    '      _discwright_words "$known" ;;',
    '  esac',
    '}',
    'complete -F _discwright discwright',
    '',
  ].join('\n');
}

const ownOptions = (pages: readonly ManualPage[]) =>
  pages.slice(1).flatMap(({ path, options }) => options.map((option) => [option, path.join(' ')] as const));

/** What follows an option that has a value: the word after it is nothing else. */
function valueCase({ flags, value }: ManualOption, path: string): string[] {
  if (value === undefined || (!value.required && value.choices.length === 0)) return [];
  const pattern = flags.map((flag) => (path === '*' ? `*' ${flag}'` : quoted(`${path} ${flag}`))).join('|');
  const proposals = proposalsOf(value);
  // A value that may be left out does not hide what else may follow.
  return [`    ${pattern}) ${proposals}${value.required ? '; return' : ''} ;;`];
}

const quoted = (words: string): string => `'${words}'`;

const PROPOSALS = {
  file: '_discwright_files -f',
  folder: '_discwright_files -d',
  drive: '_discwright_drives',
  command: ':',
  word: ':',
} as const;

const proposalsOf = ({ kind, choices }: ManualValue): string =>
  choices.length > 0 ? `_discwright_words '${choices.join(' ')}'` : PROPOSALS[kind];

function commandCase(page: ManualPage, program: ManualPage, globals: readonly ManualOption[]): string[] {
  const { path, options } = page;
  const flags = [...options, ...globals].flatMap((option) => option.flags);
  const words = [...new Set([...flags, '--help'])].join(' ');
  const [argument] = page.arguments;
  const { commands } = argument?.kind === 'command' ? program : page;
  const names = commands.map((each) => each.path.at(-1) ?? '').join(' ');
  const others = names === '' ? (argument === undefined ? ':' : proposalsOf(argument)) : `_discwright_words '${names}'`;
  return [
    `    ${quoted(path.join(' '))}) if [[ $cur == -* ]]; then _discwright_words '${words}'; else ${others}; fi ;;`,
  ];
}
