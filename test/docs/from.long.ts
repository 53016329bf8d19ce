import { beforeEach, expect, test } from '@jest/globals';
import { insertDisc, writeMaterial } from './material.ts';
import { commandsIn, inlineCode, pagesIn, tableRows, wordsOf } from './pages.ts';
import { onDrives } from './simulated-drives.ts';
import { newWorkplace, type Workplace } from './workplace.ts';

/** Commands that need files of other programs, standard input, a question that is answered, or the drives of the machine. */
const NOT_RUN = /titles|\.inf|^burn -$|^drives/;

/** What is in the drive for a command; a blank CD-R otherwise. */
const DISCS: readonly (readonly [RegExp, string])[] = [
  [/^blank/, 'full-rw.disc'],
  [/^close|^recover/, 'open.disc'],
  [/^data .*--append/, 'open-files.disc'],
  [/^data .*--overwrite/, 'dvd-rw.disc'],
  [/^data .*--book-type/, '?medium=DVD%2BR'],
  [/^data .*--write-type sao/, '?medium=DVD-R'],
  [/^format .*--no-spare/, '?medium=BD-RE'],
  [/^format/, 'dvd-rw.disc'],
  [/^msinfo/, 'open-files.disc'],
  [/^export --iso/, 'files.disc'],
  [/^toc|^rip|^export|^copy/, 'album.disc'],
];

const commands = pagesIn('')
  .filter((page) => page.startsWith('from-'))
  .flatMap((page) =>
    tableRows(page).flatMap(([, ours = '']) =>
      inlineCode(ours)
        .flatMap(commandsIn)
        .filter((command) => wordsOf(command).length > 1 && !NOT_RUN.test(command))
        .map((command) => [page, command] as const),
    ),
  );

let workplace: Workplace;
beforeEach(async () => {
  workplace = newWorkplace();
  await writeMaterial(workplace);
});

test.each(commands)('%s: discwright %s', async (_, command) => {
  if (command.includes('backup.iso')) await workplace.run('discwright iso create photos --output backup.iso');
  if (command.includes('trace')) await workplace.run('discwright burn one.wav --device sim:t.disc --trace t.jsonl');
  const overwrite = command.includes('--trace') ? ' --overwrite-trace' : '';
  const disc = DISCS.find(([pattern]) => pattern.test(command))?.[1];
  const line = onDrives(`discwright ${command}${overwrite}`, await insertDisc(workplace, disc));
  expect(await workplace.run(line)).not.toMatch(/^discwright: /m);
});
