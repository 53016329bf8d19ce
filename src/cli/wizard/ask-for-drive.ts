import { stat } from 'node:fs/promises';
import { listDrives } from '../../index.ts';
import type { Questions } from './questions.ts';

const SIMULATED = 'simulated';
const MEDIA = ['CD-R', 'CD-RW', 'DVD+R', 'DVD+RW', 'DVD-R', 'BD-R', 'BD-RE'] as const;

/** The drive to use, as `--device` names it. Nothing is opened, and no file is made. */
export async function askForDrive(questions: Questions, question: string): Promise<string> {
  const drives = await listDrives();
  const device = await questions.choose(question, [
    ...drives.map(({ path, vendor, product }) => ({ words: `${path}   ${vendor} ${product}`.trimEnd(), value: path })),
    { words: 'a simulated drive, with a disc that is kept in a file', value: SIMULATED },
  ]);
  return device === SIMULATED ? askForSimulated(questions) : device;
}

/** Whether a drive is one whose disc is a file that does not exist yet. */
export async function isNewDisc(device: string): Promise<boolean> {
  const path = /^sim:([^?]+)/.exec(device)?.[1];
  return path !== undefined && (await stat(path).catch(() => undefined)) === undefined;
}

async function askForSimulated(questions: Questions): Promise<string> {
  const path = await questions.text('The file of the disc', {
    byItself: 'my.disc',
    path: true,
    objection: (answer) => (/[?]/.test(answer) ? 'The name must not have a question mark' : undefined),
  });
  if (!(await isNewDisc(`sim:${path}`))) return `sim:${path}`;
  const medium = await questions.choose(
    'What kind of blank disc?',
    MEDIA.map((each) => ({ words: each, value: each })),
  );
  return `sim:${path}${medium === 'CD-R' ? '' : `?medium=${encodeURIComponent(medium)}`}`;
}
