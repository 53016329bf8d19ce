import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import type { DiscReport } from '../disc-report.ts';
import { askForDrive } from './ask-for-drive.ts';
import type { Choice, Questions } from './questions.ts';

/** What is known when a task is chosen. */
export interface Situation {
  readonly device: string;
  /** Null if there is none, or it is not known. */
  readonly disc: DiscReport | null;
}

/** Something to do with a disc: asks what it needs to know, and returns the command with its options and files. */
export interface Task {
  readonly words: string;
  /** What will have happened, for the summary. */
  readonly effect: string;
  /** The command asks on a real drive, unless it is given --yes. */
  readonly writes: boolean;
  readonly ask: (questions: Questions, situation: Situation) => Promise<readonly string[]>;
}

export const TASKS: readonly Task[] = [
  {
    words: 'burn an audio CD',
    effect: 'The files are written to the disc as audio tracks. On a disc that is written once this is permanent.',
    writes: true,
    ask: async (questions) => {
      const files = await askForPaths(questions, 'An audio file, a folder of them, a playlist or a CUE sheet');
      const gapless = !files.some(isSheet) && (await questions.yes('Without pauses between the tracks?'));
      return ['burn', ...(gapless ? ['--gapless'] : []), ...(await askHowToEnd(questions)), ...files];
    },
  },
  {
    words: 'burn files and folders as data',
    effect: 'The files are written to the disc. On a disc that is written once this is permanent.',
    writes: true,
    ask: async (questions, { disc }) => {
      const paths = await askForPaths(questions, 'A file, a folder or an .iso image');
      const isImage = paths.length === 1 && paths.some((path) => extname(path).toLowerCase() === '.iso');
      return [
        'data',
        ...(isImage ? [] : await askForVolume(questions)),
        ...(await askWhatBecomesOfTheOld(questions, disc)),
        ...(await askHowToEnd(questions)),
        ...paths,
      ];
    },
  },
  {
    words: 'burn an Enhanced CD: audio for players, and data for computers',
    effect:
      'The audio becomes session 1 of the disc, the data session 2. On a disc that is written once this is permanent.',
    writes: true,
    ask: async (questions) => {
      const files = await askForPaths(questions, 'An audio file, a folder of them, a playlist or a CUE sheet');
      const data = await askForPaths(questions, 'Data: a file or a folder');
      return ['enhanced', ...(await askForVolume(questions)), ...data.flatMap((path) => ['--data', path]), ...files];
    },
  },
  {
    words: 'copy the disc',
    effect: 'The disc is read to files in between, and these are burned on a blank disc.',
    writes: true,
    ask: async (questions, { device }) => {
      const to = await questions.choose('Which drive has the blank disc?', [
        { words: `the same one (${device}): the disc is changed in between`, value: 'same' },
        { words: 'another one', value: 'other' },
      ]);
      return [
        'copy',
        ...(to === 'same' ? [] : ['--to', await askForDrive(questions, 'Which drive has the blank disc?')]),
      ];
    },
  },
  {
    words: 'read the disc to files',
    effect:
      'All of the disc is read: a DVD or BD to an image, a CD until every block is certain. Nothing is written to it.',
    writes: false,
    ask: async (questions, { disc }) => {
      if (disc?.medium !== undefined) {
        const file = await questions.text('A name for the image', { byItself: 'disc.iso', path: true });
        return ['export', '--iso', asArgument(file)];
      }
      const folder = await questions.text('A folder for the files', { byItself: 'ripped', path: true });
      const format = await questions.choose('As what?', [
        { words: 'WAV files', value: 'wav' },
        { words: 'FLAC files', value: 'flac' },
        { words: 'an image: BIN and CUE', value: 'bin-cue' },
        { words: 'a job that `discwright burn` writes as it is', value: 'job' },
      ]);
      return ['rip', '--format', format, asArgument(folder)];
    },
  },
  {
    words: 'erase the disc (CD-RW, DVD-RW)',
    effect: 'Everything on the disc is lost.',
    writes: true,
    ask: async (questions) => {
      const full = await questions.choose('How?', [
        { words: 'quickly: the table of contents', value: false },
        { words: 'all of it, which takes as long as writing it', value: true },
      ]);
      return ['blank', ...(full ? ['--full'] : [])];
    },
  },
  {
    words: 'close the disc, so that it plays',
    effect: 'The session is closed. This cannot be undone on a disc that is written once.',
    writes: true,
    ask: async (questions) => [
      'close',
      ...((await questions.yes('May more sessions follow?')) ? ['--appendable'] : []),
    ],
  },
  {
    words: 'show the tracks and sessions of the disc',
    effect: 'Nothing is written.',
    writes: false,
    ask: async () => ['toc'],
  },
];

const isSheet = (path: string): boolean => ['.cue', '.toc', '.json'].includes(extname(path).toLowerCase());

/** A path that no command takes for an option. */
const asArgument = (path: string): string => (path.startsWith('-') ? `./${path}` : path);

/** Several paths, until an empty line. */
async function askForPaths(questions: Questions, what: string): Promise<readonly string[]> {
  const paths: string[] = [];
  questions.say();
  questions.say('Tab completes names.');
  for (;;) {
    const path = await questions.text(paths.length === 0 ? what : 'Another one, or nothing to go on', {
      path: true,
      objection: async (answer) => {
        if (answer === '') return paths.length === 0 ? 'At least one is needed' : undefined;
        const found = await stat(answer).catch(() => undefined);
        return found === undefined ? `There is no ${answer}` : undefined;
      },
    });
    if (path === '') return paths;
    paths.push(asArgument(path));
  }
}

async function askForVolume(questions: Questions): Promise<readonly string[]> {
  const volume = await questions.text('A name for the disc', { byItself: 'CDROM' });
  return volume === 'CDROM' ? [] : [`--volume=${volume}`];
}

async function askWhatBecomesOfTheOld(questions: Questions, disc: DiscReport | null): Promise<readonly string[]> {
  if (disc === null || disc.status === 'blank') return [];
  const choices: Choice<readonly string[]>[] = [{ words: 'keep it, and add the new files', value: ['--append'] }];
  if (disc.medium?.writeModel === 'overwrite') choices.push({ words: 'replace it', value: ['--overwrite'] });
  return questions.choose('What becomes of what is on the disc?', choices);
}

async function askHowToEnd(questions: Questions): Promise<readonly string[]> {
  const ending = await questions.choose('How should the disc be left?', [
    { words: 'finished: nothing can be added', value: [] as readonly string[] },
    { words: 'so that more sessions can follow', value: ['--appendable'] },
  ]);
  const verify = await questions.choose('How should it be compared with the files afterwards?', [
    { words: 'quickly: a sample of each track', value: [] as readonly string[] },
    { words: 'all of it, which takes as long as reading the disc', value: ['--verify', 'full'] },
  ]);
  return [...ending, ...verify];
}
