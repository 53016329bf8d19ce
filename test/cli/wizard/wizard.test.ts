import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { Interrupt } from '../../../src/cli/interrupt.ts';
import { Output } from '../../../src/cli/output.ts';
import { completePath } from '../../../src/cli/wizard/complete-path.ts';
import { Questions } from '../../../src/cli/wizard/questions.ts';
import { askWhatToDo, quoted } from '../../../src/cli/wizard/wizard.ts';
import { listDrives } from '../../../src/index.ts';
import { pcm } from '../../audio/wav-builder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';
import { writeWav } from '../wavs.ts';

// Some start processes: slow on a busy machine.
jest.setTimeout(60_000);

let interrupt: Interrupt;
let folder: string;
beforeEach(async () => {
  interrupt = new Interrupt(() => {});
  folder = temporaryFolder();
  await writeWav(folder, 'a b.wav', pcm(2_352 * 300));
});
afterEach(() => interrupt[Symbol.dispose]());

/** Answers each question in turn; the input ends after the last answer. */
async function answering(
  answers: readonly (string | (() => void))[],
  globals: { readonly device?: string } = {},
): Promise<{ args: readonly string[]; said: string }> {
  const input = new PassThrough();
  const output = new PassThrough();
  let said = '';
  const left = [...answers];
  output.on('data', (chunk: Buffer) => {
    said += chunk.toString();
    if (!/(\]|\)|: |\[y\/N\] |\[Y\/n\] )$/.test(chunk.toString()) || /^ {3,}/.test(chunk.toString())) return;
    const next = left.shift();
    if (next === undefined) input.end();
    else if (typeof next === 'string') input.write(`${next}\n`);
    else next();
  });
  using questions = new Questions(input, output, interrupt);
  const quiet = { write: (_text: string, done?: () => void) => done?.(), on: () => undefined };
  const context = { globals, output: new Output(false, quiet, quiet), interrupt };
  const args = await askWhatToDo(context, questions);
  expect(left).toEqual([]);
  return { args, said };
}

/** The number of the simulated drive: it comes after those of this machine. */
const SIMULATED = String((await listDrives()).length + 1);

const newDisc = (path: string, medium = '1'): readonly string[] => [SIMULATED, path, medium];

describe('the wizard', () => {
  test('makes the command line of an audio CD, shows it, and writes nothing itself', async () => {
    const wav = join(folder, 'a b.wav');
    const disc = join(folder, 'x.disc');
    const { args, said } = await answering([...newDisc(disc), '1', `'${wav}'`, '', 'y', '2', '2', 'y']);
    const options = ['--gapless', '--appendable', '--verify', 'full', wav];
    expect(args).toEqual(['burn', '--yes', '--device', `sim:${disc}`, ...options]);
    expect(said).toContain(`discwright burn --device sim:${disc} --gapless --appendable --verify full '${wav}'\n`);
    expect(await readdir(folder)).toEqual(['a b.wav']);
  });

  test('does not ask for a drive that the command line names', async () => {
    const wav = join(folder, 'a b.wav');
    const device = `sim:${join(folder, 'x.disc')}`;
    const { args, said } = await answering(['', wav, '', '', '', '', 'yes'], { device });
    expect(args).toEqual(['burn', '--yes', '--device', device, wav]);
    expect(said).not.toContain('Which drive?');
  });

  test('has defaults: what is finished, with pauses, and compared quickly', async () => {
    const wav = join(folder, 'a b.wav');
    const { args } = await answering([...newDisc(join(folder, 'x.disc'), ''), '', wav, '', '', '', '', 'yes']);
    expect(args).toEqual(['burn', '--yes', '--device', `sim:${join(folder, 'x.disc')}`, wav]);
  });

  test('asks again for what cannot be: numbers, files that are not there, no file at all', async () => {
    const wav = join(folder, 'a b.wav');
    const { args, said } = await answering([
      ...newDisc(join(folder, 'x.disc')),
      ...['99', 'burn', '1'],
      ...['', join(folder, 'missing.wav'), wav, ''],
      ...['n', '1', '1', 'y'],
    ]);
    expect(args.at(-1)).toBe(wav);
    expect(said).toMatch(/Type a number from 1 to 8/);
    expect(said).toMatch(/At least one is needed/);
    expect(said).toMatch(/There is no .*missing\.wav/);
  });

  test.each<[string, readonly string[], readonly string[]]>([
    ['data', ['2', '.', '', 'PHOTOS', '1', '1', 'y'], ['data', '--yes', 'DEVICE', '--volume=PHOTOS', '.']],
    ['data with defaults', ['2', '.', '', '', '', '', 'y'], ['data', '--yes', 'DEVICE', '.']],
    ['enhanced', ['3', '.', '', '.', '', '', 'y'], ['enhanced', '--yes', 'DEVICE', '--data', '.', '.']],
    ['copy', ['4', '1', 'y'], ['copy', '--yes', 'DEVICE']],
    ['copy to another', ['4', '2', SIMULATED, 'TO', '1', 'y'], ['copy', '--yes', 'DEVICE', '--to', 'sim:TO']],
    ['rip', ['5', 'out', '2', ''], ['rip', 'DEVICE', '--format', 'flac', 'out']],
    ['erase', ['6', '2', 'y'], ['blank', '--yes', 'DEVICE', '--full']],
    ['close', ['7', 'y', 'y'], ['close', '--yes', 'DEVICE', '--appendable']],
    ['show', ['8', ''], ['toc', 'DEVICE']],
  ])('%s', async (_task, answers, expected) => {
    const disc = join(folder, 'x.disc');
    const { args } = await answering([...newDisc(disc), ...answers]);
    expect(args).toEqual(expected.flatMap((each) => (each === 'DEVICE' ? ['--device', `sim:${disc}`] : [each])));
  });

  test('a disc with data: keeps it or, where that is possible, replaces it; a DVD is read to an image', async () => {
    const device = `sim:${join(folder, 'rw.disc')}?medium=DVD%2BRW`;
    await discwright(['data', '--device', device, folder], { cwd: folder });
    const answers = [SIMULATED, join(folder, 'rw.disc'), '2', folder, '', ''];
    const keep = await answering([...answers, '1', '', '', 'y']);
    expect(keep.args).toEqual(['data', '--yes', '--device', `sim:${join(folder, 'rw.disc')}`, '--append', folder]);
    const replace = await answering([...answers, '2', '', '', 'y']);
    expect(replace.args).toContain('--overwrite');
    const read = await answering([SIMULATED, join(folder, 'rw.disc'), '5', 'my.iso', '']);
    expect(read.args).toEqual(['export', '--device', `sim:${join(folder, 'rw.disc')}`, '--iso', 'my.iso']);
  });

  test('a drive that cannot be opened is said, and another one can be chosen', async () => {
    await writeFile(join(folder, 'no.disc'), 'this is no disc');
    const { args, said } = await answering([
      SIMULATED,
      join(folder, 'no.disc'),
      ...newDisc(join(folder, 'x.disc')),
      '8',
      '',
    ]);
    expect(said).toMatch(/discwright: .*no\.disc/);
    expect(args).toEqual(['toc', '--device', `sim:${join(folder, 'x.disc')}`]);
  });

  const toTheLast = (): readonly string[] => [
    ...newDisc(join(folder, 'x.disc')),
    ...['1', join(folder, 'a b.wav'), '', 'n', '1', '1'],
  ];

  test.each([[''], ['n'], ['maybe']])('without a yes at the end (%j) nothing is done', async (last) => {
    await expect(answering([...toTheLast(), last])).rejects.toMatchObject({ name: 'NotConfirmedError', exitCode: 2 });
    expect(await readdir(folder)).toEqual(['a b.wav']);
  });

  test('Ctrl-C at any question ends it, and nothing is touched', async () => {
    const all = toTheLast();
    for (let count = 0; count <= all.length; count++) {
      interrupt[Symbol.dispose]();
      interrupt = new Interrupt(() => {});
      const ending = answering([...all.slice(0, count), () => interrupt.request()]);
      await expect(ending).rejects.toMatchObject({ name: 'CancelledError', exitCode: 130 });
    }
    expect(await readdir(folder)).toEqual(['a b.wav']);
  });

  test('the end of the input at any question ends it too', async () => {
    const all = toTheLast();
    for (let count = 0; count <= all.length; count++) {
      await expect(answering(all.slice(0, count))).rejects.toMatchObject({ name: 'NotConfirmedError' });
    }
  });
});

test('without a terminal there is the help, as before', async () => {
  const { code, stdout, stderr } = await discwright([], { cwd: folder });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/^Usage: discwright/);
});

test('paths are completed; folders end with a slash, hidden files need their dot', async () => {
  await mkdir(join(folder, 'album'));
  await writeFile(join(folder, '.hidden'), '');
  const [all] = completePath(`${folder}/`);
  expect(all).toEqual([`${folder}/a b.wav`, `${folder}/album/`]);
  expect(completePath(`${folder}/al`)[0]).toEqual([`${folder}/album/`]);
  expect(completePath(`${folder}/.h`)[0]).toEqual([`${folder}/.hidden`]);
  expect(completePath(`${folder}/no/such/folder`)[0]).toEqual([]);
});

test.each([
  ['a.wav', 'a.wav'],
  ['/dev/sr0', '/dev/sr0'],
  ['a b.wav', "'a b.wav'"],
  ["it's", "'it'\\''s'"],
  ['sim:x?medium=DVD%2BRW', "'sim:x?medium=DVD%2BRW'"],
  ['', "''"],
])('%s is shown as %s for a shell', (argument, shown) => {
  expect(quoted(argument, 'linux')).toBe(shown);
});
