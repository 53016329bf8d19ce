import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { openFileSystem, walkTree } from '../../../src/image/index.ts';
import { Drive, discBlocks, readDiscState, readMultisession } from '../../../src/index.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright, exchangesOf, writingAmong } from '../cli.ts';

jest.setTimeout(120_000);

const cwd = temporaryFolder();
await mkdir(join(cwd, 'one/deep'), { recursive: true });
await mkdir(join(cwd, 'two'));
await mkdir(join(cwd, 'three'));
await writeFile(join(cwd, 'one/deep/first.txt'), 'first');
await writeFile(join(cwd, 'one/gone.txt'), 'gone');
await writeFile(join(cwd, 'one/big.bin'), Buffer.alloc(50_000, 'big'));
await writeFile(join(cwd, 'two/second.txt'), 'second');
await writeFile(join(cwd, 'three/second.txt'), 'replaced');

const run = (...args: string[]) => discwright(args, { cwd });

/** The files of the last session by names of UDF or others, and what UDF says of itself. */
async function onDisc(discName: string, names: 'udf' | 'rock-ridge') {
  await using drive = new Drive(await openSimulatedDrive(join(cwd, discName)));
  const { lastSessionStartLba } = await readMultisession(drive);
  const blocks = await discBlocks(drive);
  const fileSystem = await openFileSystem(blocks, { sessionStart: lastSessionStartLba ?? 0, names });
  const files: Record<string, string> = {};
  for (const { path, node } of walkTree(await fileSystem.tree())) {
    if (node.kind !== 'file') continue;
    const bytes = new Uint8Array(node.lengthBytes);
    await (await node.openReader?.())?.read(bytes);
    files[path] = Buffer.from(bytes.subarray(0, 8)).toString('latin1');
  }
  const table = fileSystem.udf?.virtualTableBlock;
  return { files, udf: fileSystem.udf, entry: table === undefined ? undefined : await blocks.readBlocks(table, 1) };
}

const AFTER_THREE = { 'big.bin': 'bigbigbi', 'deep/first.txt': 'first', 'second.txt': 'replaced' };
const MEDIA = {
  bridge: ['DVD-R', 'BD-R', 'DVD+RW', 'BD-RE'],
  udf: ['DVD+R', 'DVD+R DL', 'DVD-RAM'],
  vat: ['DVD-R', 'DVD-RW', 'DVD+R', 'DVD+R DL', 'BD-R'],
};

describe.each([
  ['bridge', [], 0x102],
  ['udf', ['--udf-only', '--udf=2.50'], 0x250],
  ['vat', ['--udf-only', '--vat'], 0x201],
] as const)('three sessions as %s', (kind, options, revision) => {
  test.concurrent.each(MEDIA[kind])('%s: files are added, replaced and removed', async (medium) => {
    const name = `${kind} ${medium.replaceAll('+', 'p').replaceAll(/\W/g, 'm')}.disc`;
    const device = ['--device', `sim:${name}?medium=${encodeURIComponent(medium)}`, '--leave-open', '--verify', 'full'];
    const tables: (number | undefined)[] = [];
    for (const [index, args] of [
      [...options, 'one'],
      ['--append', 'two'],
      ['--append', '--remove', 'gone.txt', 'three'],
    ].entries()) {
      expect(
        await run('data', ...(index === 0 ? device : [device[0] ?? '', `sim:${name}`, ...device.slice(2)]), ...args),
      ).toMatchObject({ code: 0, stderr: '' });
      const { udf, entry } = await onDisc(name, 'udf');
      expect(udf?.revision).toBe(revision);
      if (kind === 'vat') {
        // The extended file entry has 216 bytes, and Previous VAT ICB Location is at 132 of the table (UDF 2.01, 2.2.11).
        const previous = Buffer.from(entry ?? []).readUInt32LE(216 + 132);
        const before = tables.at(-1);
        expect(previous).toBe(before === undefined ? 0xffff_ffff : before - (udf?.partitionStart ?? 0));
        tables.push(udf?.virtualTableBlock);
      }
    }
    expect((await onDisc(name, 'udf')).files).toEqual(AFTER_THREE);
    if (kind === 'bridge') expect((await onDisc(name, 'rock-ridge')).files).toEqual(AFTER_THREE);
  });
});

test.concurrent('a CD gets ISO 9660, and UDF if it is asked for', async () => {
  for (const [name, options, expected] of [
    ['plain', [], false],
    ['both', ['--udf'], true],
  ] as const) {
    await run('data', '--device', `sim:${name}.disc`, ...options, 'one');
    await run('iso', 'list', '--device', `sim:${name}.disc`, '--names', 'udf').then(({ code }) =>
      expect(code === 0).toBe(expected),
    );
  }
});

test.concurrent.each([[['--udf-only']], [['--udf']], [[]]])(
  'an image by iso create %j is not padded a second time',
  async (options) => {
    const image = `padded${options.join('')}.iso`;
    await run('iso', 'create', '-o', image, ...options, 'one');
    for (const medium of ['BD-R', 'CD-R 80']) {
      const name = `${image}${medium.replaceAll(/\W/g, '')}.disc`;
      const device = ['--device', `sim:${name}?medium=${encodeURIComponent(medium)}`];
      expect(await run('data', ...device, image)).toMatchObject({ code: 0 });
      await using drive = new Drive(await openSimulatedDrive(join(cwd, name)));
      const { tracks, medium: block } = await readDiscState(drive);
      const { lengthBlocks } = JSON.parse(
        (await run('iso', 'create', '-o', `again${name}.iso`, ...options, 'one', '--json')).stdout,
      );
      const [track] = tracks;
      const most = block === undefined ? Math.max(300, lengthBlocks) + 2 : Math.ceil(lengthBlocks / 32) * 32;
      expect(track?.lengthBlocks).toBeLessThanOrEqual(most);
    }
  },
);

test.concurrent.each([
  [['--vat', 'one'], /--vat needs --udf-only/],
  [['--udf-only', '--no-udf', 'one'], /leave nothing/],
  [['--udf=3.00', 'one'], /--udf must be 1\.02/],
  [['--udf-only', '--no-joliet', 'one'], /--no-joliet is for ISO 9660/],
  [['--udf-only', '--vat', 'one', '--device', 'sim:?medium=BD-RE'], /--vat is for discs that are written once/],
  [['--remove', 'x', 'one'], /--remove is for files of the last session, and the disc has none/],
])('data %j is refused before anything is written', async (args, message) => {
  const trace = join(cwd, `refused ${args.join('').replaceAll(/\W/g, '')}.jsonl`);
  const device = args.includes('--device') ? [] : ['--device', 'sim:'];
  const { code, stderr } = await run('data', ...device, '--trace', trace, ...args);
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(message) });
  expect(writingAmong(await exchangesOf(trace))).toEqual([]);
});
