// The man pages and the completion scripts of the package, from the declaration of the command line.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const SCRIPTS = { bash: 'discwright.bash', zsh: '_discwright', fish: 'discwright.fish' };

/**
 * Writes `man/` and `completion/`, in place of what is there.
 * @param modules the folder of the compiled modules
 * @param folder where to
 */
export async function writeManual(modules, folder, version) {
  const load = (path) => import(pathToFileURL(join(modules, path)).href);
  const { buildProgram } = await load('cli/program.js');
  const { allPages, pageOf } = await load('cli/manual/page.js');
  const { manPage, manualName } = await load('cli/manual/man-page.js');
  const { COMPLETIONS } = await load('cli/commands/completion.js');
  const program = pageOf(await buildProgram(['--help'], version, () => undefined));

  const write = (name, entries) => {
    rmSync(join(folder, name), { recursive: true, force: true });
    mkdirSync(join(folder, name));
    for (const [file, text] of entries) writeFileSync(join(folder, name, file), text);
  };
  write(
    'man',
    allPages(program).map((page) => [`${manualName(page.path)}.1`, manPage(page, program.options, version)]),
  );
  write(
    'completion',
    Object.entries(COMPLETIONS).map(([shell, made]) => [SCRIPTS[shell], made(program, program.options)]),
  );
}
