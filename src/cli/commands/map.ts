import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import {
  barPicture,
  type DiscMap,
  type DiscMapOptions,
  discMap,
  discPicture,
  mapInLines,
} from '../../picture/index.ts';
import { CliError, UsageError } from '../cli-error.ts';
import type { ContextOf } from '../context.ts';
import { noDiscInWords, reportDisc, reportDrive, trayIsOpen } from '../disc-report.ts';
import { driveInWords } from '../disc-words.ts';
import { withExamples } from '../manual/examples.ts';
import { writeNewFile } from '../new-file.ts';
import { naming, oneOf } from '../options.ts';
import { requireNotSavedDisc } from '../saved-disc.ts';
import { withDrive } from '../with-drive.ts';

interface MapOptions {
  readonly svg?: string;
  readonly shape?: 'disc' | 'bar';
  readonly rip?: string;
  readonly overwrite?: boolean;
}

/** Of a terminal that does not say how wide it is, and of files. */
const USUAL_COLUMNS = 80;

export function addMap(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('map'), {
    'what is where on the disc, in the terminal': 'map --device /dev/sr0',
    'a picture of the disc': 'map --svg disc.svg --device /dev/sr0',
    'with the blocks that a rip could not read': 'map --svg disc.svg --rip rip.json --device /dev/sr0',
  })
    .description('draw the disc: sessions, tracks, pauses, lead-outs and free space, to scale')
    .option('--svg <file>', 'draw it as a picture', naming('--svg', 'a file'))
    .option('--shape <shape>', 'of the picture: disc or bar (default: disc)', oneOf('--shape', ['disc', 'bar']))
    .option('--rip <file>', 'mark the blocks in doubt of what `rip --json` printed', naming('--rip', 'a file'))
    .option('--overwrite', 'replace an existing picture')
    .action(async (options: MapOptions, command: Command) => {
      const context = contextOf(command);
      if (options.shape !== undefined && options.svg === undefined) {
        throw new UsageError('--shape is about a picture', 'Name it too: --svg FILE');
      }
      const marked = options.rip === undefined ? {} : await suspectsOf(options.rip);
      await withDrive(context, async (drive) => {
        if (options.svg !== undefined) requireNotSavedDisc(drive, '--svg', options.svg);
        const identity = await reportDrive(drive);
        const disc = await reportDisc(drive);
        if (disc === null) {
          throw new CliError(noDiscInWords(await trayIsOpen(drive), 'map').replace(/\.$/, ''), 'Insert a disc');
        }
        const map = discMap(disc, marked);
        const title = `${disc.profile} in ${driveInWords(identity)}`;
        if (options.svg !== undefined) await draw(map, title, { ...options, svg: options.svg });
        context.output.result('map', { drive: identity, map, picture: options.svg }, () => [
          title,
          ...mapInLines(map, { columns: (process.stdout.columns || USUAL_COLUMNS) - 1 }),
          ...(options.svg === undefined ? [] : [`Drawn in ${options.svg}.`]),
        ]);
      });
    });
}

async function draw(
  map: DiscMap,
  title: string,
  { svg, shape = 'disc', overwrite }: MapOptions & { readonly svg: string },
): Promise<void> {
  const text = shape === 'disc' ? discPicture(map, { title }) : barPicture(map, { title });
  await writeNewFile(svg, text, { overwrite, untouched: 'The disc was only read' });
}

async function suspectsOf(path: string): Promise<DiscMapOptions> {
  const refused = (why: string) =>
    new UsageError(`${path} is not what \`discwright rip --json\` prints: ${why}`, 'Name that file');
  const text = await readFile(path, 'utf8').catch((error: Error) => {
    throw refused(error.message);
  });
  let parsed: { readonly suspects?: unknown } | null;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw refused('it is not JSON');
  }
  const suspects = parsed?.suspects;
  if (!Array.isArray(suspects) || !suspects.every(isSuspect)) throw refused('it has no list of suspects');
  return { suspects };
}

type Suspect = NonNullable<DiscMapOptions['suspects']>[number];

const isSuspect = (value: unknown): value is Suspect => {
  const { startLba, lengthBlocks, doubt } = (value ?? {}) as Partial<Suspect>;
  return (
    Number.isSafeInteger(startLba) &&
    Number.isSafeInteger(lengthBlocks) &&
    (doubt === 'unreadable' || doubt === 'c2-errors' || doubt === 'differs')
  );
};
