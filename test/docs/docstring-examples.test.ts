import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { examples, examplesIn, givenTo, importsFor } from './docstring-examples.ts';
import { writeMaterial } from './material.ts';
import { newWorkplace } from './workplace.ts';

/** What is in the drive of an example that does not open one: if nothing is said here, two tracks. */
const DISCS: Readonly<Record<string, 'blank' | 'open' | 'rewritable'>> = {
  burnAudio: 'blank',
  'burnAudio-2': 'blank',
  burnData: 'blank',
  requestWriteSpeed: 'blank',
  closeDisc: 'open',
  recoverDisc: 'open',
  blankDisc: 'rewritable',
};

const DRIVES = `
import { burnAudio, openAudioFile, openDrive } from 'discwright';
import { planIsoImage, treeFromFolder, writeImage } from 'discwright/image';

await writeImage(await planIsoImage(await treeFromFolder('photos')), 'files.iso');
const tracks = [await openAudioFile('one.wav'), await openAudioFile('two.wav')];
const burned = async (path, options) => {
  const drive = await openDrive(path);
  if (options !== undefined) await burnAudio(drive, tracks, { verify: 'none', ...options });
  return drive;
};
const recorded = await burned('sim:', {});
const drives = {
  recorded: () => recorded,
  blank: () => burned('sim:'),
  open: () => burned('sim:', { ending: 'leave-open' }),
  rewritable: () => burned('sim:?medium=CD-RW', {}),
};
`;

test('the main functions have an example of at most eight lines', () => {
  expect(examples.length).toBeGreaterThanOrEqual(20);
  expect(examples.filter(({ code }) => code.trimEnd().split('\n').length > 8)).toEqual([]);
});

test('every example of a docstring runs', async () => {
  const workplace = newWorkplace();
  const { folder } = workplace;
  await writeMaterial(workplace);
  const calls: string[] = [];
  for (const example of examples) {
    const { name, code } = example;
    const given = givenTo(example);
    const imports = await importsFor(code);
    const body = code.replaceAll(/^/gm, '  ');
    writeFileSync(
      join(folder, `${name}.mjs`),
      `${imports}\nexport default async ({ ${given.join(', ')} }) => {\n${body}\n};\n`,
    );
    const drive = given.includes('drive') ? `await drives.${DISCS[name] ?? 'recorded'}()` : '{}';
    calls.push(
      `await (await import('./${name}.mjs')).default({ drive: ${drive}, job: { tracks } }).catch((error) => fail('${name}', error));`,
    );
  }
  const fail = 'const fail = (name, error) => { console.error(name, error); process.exitCode = 1; };';
  writeFileSync(join(folder, 'all.mjs'), [DRIVES, fail, ...calls].join('\n'));
  const options = { cwd: folder };
  const { stderr } = await promisify(execFile)(process.execPath, ['all.mjs'], options).catch((error) => error);
  expect(stderr).toBe('');
});

test('an example is found, and what is given to it', () => {
  const text = '/**\n * Burns.\n * @example\n * ```ts\n * await burn(drive);\n * ```\n */\nexport function burn() {}\n';
  const [example] = examplesIn(text);
  expect(example).toEqual({ name: 'burn', code: 'await burn(drive);\n' });
  expect(givenTo({ name: 'x', code: 'const drive = 1; use(drive, job)' })).toEqual(['job']);
});
