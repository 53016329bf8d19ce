import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { allPages, type ManualPage, pageOf } from '../../../src/cli/manual/page.ts';
import { buildProgram } from '../../../src/cli/program.ts';
import { pcm } from '../../audio/wav-builder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';
import { writeWav } from '../wavs.ts';

jest.setTimeout(120_000);

const MAIN = resolve(import.meta.dirname, '../../../dist/cli/main.js');
const material = temporaryFolder();
const home = temporaryFolder();

const program = pageOf(await buildProgram(['--help'], '1.2.3', () => undefined as never));
const pages = allPages(program);
const nameOf = ({ path }: ManualPage): string => path.join(' ');

/** Not run here: `serve` ends when it is stopped, this `copy` when somebody changes the disc; `doctor` judges the machine. */
const NOT_RUN = /^serve |^copy .*--keep|^doctor/;

/** What is in the drive of the examples: a file of the material, or a medium. Blank CD-Rs otherwise. */
const DISC: Readonly<Record<string, string>> = {
  blank: 'written.disc',
  close: 'open.disc',
  copy: 'album.disc',
  export: 'album.disc',
  'export --iso': 'files.disc',
  format: '?medium=DVD%2BRW',
  'iso extract': 'files.disc',
  'iso list': 'files.disc',
  load: 'album.disc',
  map: 'album.disc',
  msinfo: 'files.disc',
  patch: 'rewritable.disc',
  recover: 'open.disc',
  rip: 'album.disc',
  toc: 'album.disc',
};

/** Commands without a drive, and examples that name their own. */
const WITHOUT_DRIVE = /^(?:drives|plan \S+$|iso create|iso \w+ backup\.iso|trace|completion|help)|--device/;

async function prepare(...steps: readonly string[]): Promise<void> {
  for (const step of steps) {
    const done = await discwright(step.split(' '), { cwd: material });
    if (done.code !== 0) throw new Error(`${step}: ${done.stderr}`);
  }
}

beforeAll(async () => {
  for (const name of ['one', 'two', 'three', 'four', 'five']) await writeWav(material, `${name}.wav`, pcm(2352 * 310));
  const tracks = ['one', 'two', 'three', 'four', 'five'].map((name, index) => [
    `FILE "${name}.wav" WAVE`,
    `  TRACK 0${index + 1} AUDIO`,
    `    TITLE "${name}"`,
    '    INDEX 01 00:00:00',
  ]);
  await writeFile(join(material, 'album.cue'), ['TITLE "Numbers"', ...tracks.flat(), ''].join('\n'));
  await writeFile(join(material, 'sound.pcm'), pcm(2352 * 310));
  for (const folder of ['photos', 'letters', 'pictures']) {
    await mkdir(join(material, folder));
    await writeFile(join(material, folder, `${folder}.txt`), `${folder}\n`.repeat(500));
  }
  await mkdir(join(material, 'all', 'letters'), { recursive: true });
  await writeFile(join(material, 'all', 'letters', 'first.txt'), 'Dear reader\n');
  await writeFile(join(material, 'letters.bin'), Buffer.alloc(16 * 2048, 7));
  await prepare(
    'data all --device sim:rewritable.disc?medium=DVD%2BRW',
    'burn album.cue --device sim:album.disc --trace burn.jsonl',
    'burn one.wav --leave-open --device sim:open.disc',
    'burn one.wav --device sim:written.disc?medium=CD-RW',
    'data all --leave-open --device sim:files.disc',
    'iso create all --output backup.iso',
    'export --cue copy.cue --device sim:album.disc',
  );
  const ripped = await discwright(['rip', 'album', '--json', '--device', 'sim:album.disc'], { cwd: material });
  await writeFile(join(material, 'rip.json'), ripped.stdout);
  await rm(join(material, 'album'), { recursive: true });
  const bin = join(home, 'bin');
  await mkdir(join(home, '.zfunc'), { recursive: true });
  await mkdir(join(home, '.config/fish/completions'), { recursive: true });
  await mkdir(bin);
  await writeFile(join(bin, 'discwright'), `#!/bin/sh\nexec '${process.execPath}' '${MAIN}' "$@"\n`);
  await chmod(join(bin, 'discwright'), 0o755);
});

/** The example as typed, on simulated drives. */
function onSimulatedDrives(args: string, name: string): string {
  const disc = DISC[args.includes('--iso ') ? `${name} --iso` : name] ?? 'blank.disc';
  const parts = args.split(' && discwright ').map((part) => {
    const complete = WITHOUT_DRIVE.test(part) ? part : part.replace(/^(.*?)( [<>].*)?$/, '$1 --device /dev/sr0$2');
    return complete.replaceAll('/dev/sr0', `"sim:${disc}"`).replaceAll('/dev/sr1', 'sim:second.disc');
  });
  return parts.map((part) => `discwright ${part.replaceAll(/(?<=--device )(sim:\S+)/g, "'$1'")}`).join(' && ');
}

describe('examples of the help do what they say', () => {
  const run = pages.flatMap((page) =>
    page.examples
      .map(({ args }, index) => [args, nameOf(page), index] as const)
      .filter(([args]) => !NOT_RUN.test(args)),
  );
  test.each(run)('discwright %s', async (args, name, index) => {
    const cwd = join(temporaryFolder(), 'work');
    await cp(material, cwd, { recursive: true });
    const line = onSimulatedDrives(args, name);
    const env = { ...process.env, HOME: home, PATH: `${join(home, 'bin')}:${process.env['PATH']}` };
    const { stderr } = await promisify(execFile)('sh', ['-c', line], { cwd, env });
    expect({ line, index, stderr: /^discwright:.*$/m.exec(stderr)?.[0] }).toEqual({ line, index, stderr: undefined });
  });
});
