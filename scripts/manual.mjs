// The man pages of the package, and completion scripts as the command makes them, from the declaration of the command line.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const SCRIPTS = { bash: 'discwright.bash', zsh: '_discwright', fish: 'discwright.fish' };

/**
 * Writes `man/` and `completion/`, in place of what is there.
 * @param modules the folder of the compiled modules
 * @param folders where to: `pages`, compressed as systems have them, and `scripts`
 */
export async function writeManual(modules, folders, version) {
  const load = (path) => import(pathToFileURL(join(modules, path)).href);
  const { buildProgram } = await load('cli/program.js');
  const { allPages, pageOf } = await load('cli/manual/page.js');
  const { manPage, manualName } = await load('cli/manual/man-page.js');
  const { COMPLETIONS } = await load('cli/commands/completion.js');
  const program = pageOf(await buildProgram(['--help'], version, () => undefined));

  const write = (folder, name, entries) => {
    rmSync(join(folder, name), { recursive: true, force: true });
    mkdirSync(join(folder, name));
    for (const [file, text] of entries) writeFileSync(join(folder, name, file), text);
  };
  write(
    folders.pages,
    'man',
    allPages(program).map((page) => [
      `${manualName(page.path)}.1.gz`,
      gzipSync(manPage(page, program.options, version), { level: 9 }),
    ]),
  );
  write(
    folders.scripts,
    'completion',
    Object.entries(COMPLETIONS).map(([shell, made]) => [SCRIPTS[shell], made(program, program.options)]),
  );
}
