// The man pages of the package, and completion scripts as the command makes them, from the declaration of the command line.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const SCRIPTS = { bash: 'discwright.bash', zsh: '_discwright', fish: 'discwright.fish' };

/**
 * Writes `man/` and `completion/`, in place of what is there.
 * @param modules the folder of the compiled modules
 * @param folders where to: `pages`, that of the package, compressed as systems have it, and `scripts`: all pages, and completion
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
  const pages = allPages(program).map((page) => [
    `${manualName(page.path)}.1`,
    manPage(page, program.options, version),
  ]);
  write(folders.scripts, 'man', pages);
  // The package has the first: `discwright help COMMAND` says what the others do.
  const [[name, first]] = pages;
  const packed = `${first.replace(/^\.SH "?SEE ALSO[\s\S]*$/m, '.SH "SEE ALSO"\n')}.B discwright help COMMAND\n`;
  write(folders.pages, 'man', [[`${name}.gz`, gzipSync(packed, { level: 9 })]]);
  write(
    folders.scripts,
    'completion',
    Object.entries(COMPLETIONS).map(([shell, made]) => [SCRIPTS[shell], made(program, program.options)]),
  );
}
