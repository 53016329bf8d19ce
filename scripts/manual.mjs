// The man pages of the package, and completion scripts as the command makes them, from the declaration of the command line.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const SCRIPTS = { bash: 'discwright.bash', zsh: '_discwright', fish: 'discwright.fish' };

/**
 * Writes `man/` and `completion/`, in place of what is there.
 * @param modules the folder of the compiled modules
 * @param folders where to: `packed`, that of the package, whose pages are compressed as systems have them; `texts`, pages as they are
 */
export async function writeManual(modules, { packed, texts }, version) {
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
  write(texts, 'man', pages);
  write(
    packed,
    'man',
    pages.map(([name, text]) => [`${name}.gz`, gzipSync(text, { level: 9 })]),
  );
  const scripts = Object.entries(COMPLETIONS).map(([shell, made]) => [SCRIPTS[shell], made(program, program.options)]);
  write(packed, 'completion', scripts);
  rmSync(join(texts, 'completion'), { recursive: true, force: true });
}
