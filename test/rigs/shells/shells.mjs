import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const scripts = resolve(import.meta.dirname, '../../../dist/completion');
const LONGEST_MS = 20_000;

function run(program, args, folder) {
  const env = { ...process.env, HOME: folder, XDG_CONFIG_HOME: folder, XDG_DATA_HOME: folder };
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: folder,
    env,
    encoding: 'utf8',
    timeout: LONGEST_MS,
  });
  if (error !== undefined || status !== 0) throw new Error(`${program}: ${error?.message ?? stderr}`);
  return stdout.split('\n').filter((each) => each !== '');
}

/** As readline divides a line: also at ':' and '='. */
const divided = (line) => line.split(/ +|(?<=[:=])|(?=[:=])/);

const quoted = (words) => `'${words.replaceAll("'", "'\\''")}'`;

function bash(line, folder) {
  const words = divided(line);
  const script = [
    `source ${quoted(join(scripts, 'discwright.bash'))}`,
    `COMP_LINE=${quoted(line)} COMP_POINT=${line.length} COMP_CWORD=${words.length - 1}`,
    `COMP_WORDS=(${words.map(quoted).join(' ')})`,
    '_discwright',
    `printf '%s\\n' "$${'{COMPREPLY[@]}'}"`,
  ];
  return run('bash', ['--norc', '-c', script.join('\n')], folder);
}

function zsh(line, folder, index) {
  const file = join(folder, `.zsh-${index}`);
  run('zsh', ['-f', join(import.meta.dirname, 'capture.zsh'), join(scripts, '_discwright'), line, file], folder);
  return readFileSync(file, 'utf8').split('\n').slice(0, -2);
}

function fish(line, folder) {
  const script = `source ${quoted(join(scripts, 'discwright.fish'))}; complete -C ${quoted(line)}`;
  return run('fish', ['--no-config', '-c', script], folder).map((each) => each.split('\t')[0]);
}

/** bash and zsh complete what follows `sim:` alone; fish the whole word. */
const after = (propose) => (line, folder, index) =>
  propose(line, folder, index).map((each) => `${/\bsim:(?=\S*$)/.exec(line)?.[0] ?? ''}${each}`);

/** What each shell proposes: a function of the line, the folder in which it is typed, and a number of its own. */
export const SHELLS = { bash: after(bash), zsh: after(zsh), fish };
