import { describe, expect, test } from '@jest/globals';
import { openFileSystem, planIsoImage, planUdfImage, type TreeFolder, walkTree } from '../../src/image/index.ts';
import { burnData, Drive, driveBlocks, formatDisc, type Multisession, readMultisession } from '../../src/index.ts';
import { BlockDisc, openSimulatedDrive, SimulatedDrive } from '../../src/simulator/index.ts';
import { checkCondition, TamperedTransport } from '../support/tampered-transport.ts';
import { dataOf, driveWith, finished } from './recipes/block/support.ts';

const file = (name: string, text: string) => ({
  kind: 'file' as const,
  name,
  lengthBytes: text.length,
  async openReader() {
    let rest = Buffer.from(text);
    return {
      async read(target: Uint8Array) {
        const part = rest.subarray(0, target.length);
        target.set(part);
        rest = rest.subarray(part.length);
        return part.length;
      },
      async close() {},
    };
  },
});

const tree = (...files: readonly [string, string][]): TreeFolder => ({
  kind: 'folder',
  name: '',
  modified: new Date(1e12),
  children: files.map(([name, text]) => file(name, text)),
});

const KINDS = ['iso', 'bridge', 'udf'] as const;
type Kind = (typeof KINDS)[number];
const NAMES = { iso: ['rock-ridge', 'joliet'], bridge: ['rock-ridge', 'joliet', 'udf'], udf: ['udf'] } as const;

/** The image of some files, with those that the disc has. */
const imageFor =
  (drive: Drive, kind: Kind, ...files: readonly [string, string][]) =>
  async ({ lastSessionStartLba, nextWritableLba }: Multisession) => {
    const names = kind === 'udf' ? ({ names: 'udf' } as const) : {};
    const previous = lastSessionStartLba === null ? undefined : await openFileSystem(driveBlocks(drive), names);
    const options = { startBlock: nextWritableLba ?? 0, ...(previous === undefined ? {} : { previous }) };
    const image =
      kind === 'udf'
        ? await planUdfImage(tree(...files), options)
        : await planIsoImage(tree(...files), { ...options, ...(kind === 'bridge' ? { udf: '1.02' } : {}) });
    return { ...image, placeProblem: (lba: number) => (lba === options.startBlock ? undefined : 'elsewhere') };
  };

/** All files with what they hold. */
async function filesOn(drive: Drive, names: 'rock-ridge' | 'joliet' | 'udf'): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const { path, node } of walkTree(await (await openFileSystem(driveBlocks(drive), { names })).tree())) {
    if (node.kind !== 'file') continue;
    const bytes = new Uint8Array(node.lengthBytes);
    await (await node.openReader?.())?.read(bytes);
    found[path] = Buffer.from(bytes).toString('latin1');
  }
  return found;
}

async function mediumWith(medium: string): Promise<Drive> {
  const drive = await driveWith(medium);
  if (medium === 'DVD-RW') await finished(formatDisc(drive));
  return drive;
}

describe.each(['DVD+RW', 'DVD-RAM', 'BD-RE', 'DVD-RW'])('%s', (medium) => {
  test.each(KINDS)('%s grows again and again, and the disc has all files', async (kind) => {
    await using drive = await mediumWith(medium);
    const append = { append: true, padBlocks: 0, verify: 'full' } as const;
    const big = 'x'.repeat(100_000);
    await finished(burnData(drive, imageFor(drive, kind, ['a', 'one'], ['big', big]), append));
    await finished(burnData(drive, imageFor(drive, kind, ['b', 'two'], ['a', 'replaced']), append));
    const { comparisons, tracks } = await finished(burnData(drive, imageFor(drive, kind, ['c', 'three']), append));
    expect(comparisons).toHaveLength(1);
    expect((tracks[0]?.startLba ?? 0) % 16).toBe(0);
    for (const names of NAMES[kind])
      expect(await filesOn(drive, names)).toEqual({ a: 'replaced', b: 'two', c: 'three', big });
    const { lastSessionStartLba, nextWritableLba } = await readMultisession(drive);
    expect(lastSessionStartLba).toBe(0);
    expect(nextWritableLba).toBeGreaterThan(tracks[0]?.startLba ?? Number.POSITIVE_INFINITY);
  });
});

test.each(KINDS)('%s: power is lost at any WRITE, and the disc has the old tree or the new one', async (kind) => {
  const seen = new Set<string>();
  for (let nth = 1; ; nth++) {
    const simulated = await openSimulatedDrive('?medium=DVD%2BRW');
    await using drive = new Drive(simulated);
    await finished(burnData(drive, imageFor(drive, kind, ['a', 'one']), { padBlocks: 0 }));
    simulated.inject({ at: { command: 'WRITE(10)', nth }, does: { powerLoss: 'restart' } });
    const failure = await finished(burnData(drive, imageFor(drive, kind, ['b', 'two']), { append: true })).catch(
      (error: unknown) => error,
    );
    for (const names of NAMES[kind]) {
      const files = await filesOn(drive, names);
      seen.add(JSON.stringify(Object.keys(files)));
      expect([{ a: 'one' }, { a: 'one', b: 'two' }]).toContainEqual(files);
    }
    if (!(failure instanceof Error)) break;
    expect(failure).toMatchObject({
      name: 'BurnError',
      message: expect.stringMatching(/What was on the disc is as it was|old tree or the new one|Nothing was written/),
    });
  }
  expect([...seen].sort()).toEqual(['["a","b"]', '["a"]']);
});

test('an image is refused that has other file systems than the disc, and one without any', async () => {
  await using drive = await driveWith('DVD+RW');
  await finished(burnData(drive, imageFor(drive, 'iso', ['a', 'one'])));
  for (const [source, message] of [
    [imageFor(drive, 'bridge', ['b', 'two']), /it has ISO 9660 alone, and the image has ISO 9660 and UDF/],
    [dataOf(400), /has no file system, and the disc could not lead to it/],
    [
      await imageFor(drive, 'iso', ['b', 'two'])({ lastSessionStartLba: null, nextWritableLba: 0, sessionOpen: false }),
      /does not fit at LBA/,
    ],
  ] as const)
    await expect(finished(burnData(drive, source, { append: true }))).rejects.toMatchObject({
      code: 'INVALID_REQUEST',
      phase: 'planning',
      message: expect.stringMatching(message),
    });
  expect(await filesOn(drive, 'rock-ridge')).toEqual({ a: 'one' });
});

test('a cancel leaves the old tree, and the disc grows afterwards', async () => {
  await using drive = await driveWith('BD-RE');
  await finished(burnData(drive, imageFor(drive, 'bridge', ['a', 'one'])));
  const stop = new AbortController();
  const big = 'y'.repeat(60_000_000);
  const { cancelled, warnings } = await finished(
    burnData(drive, imageFor(drive, 'bridge', ['b', big]), { append: true, signal: stop.signal, fifoBytes: 1_000_000 }),
    ({ phase }) => {
      if (phase === 'writing') stop.abort();
    },
  );
  expect([cancelled, warnings.at(-1)]).toEqual([true, expect.stringContaining('the new files were not added')]);
  expect(await filesOn(drive, 'udf')).toEqual({ a: 'one' });
  await finished(burnData(drive, imageFor(drive, 'bridge', ['b', 'two']), { append: true }));
  expect(await filesOn(drive, 'udf')).toEqual({ a: 'one', b: 'two' });
});

test('a DVD-RW is not read while its border is open, which some drives cannot', async () => {
  const transport = new TamperedTransport(new SimulatedDrive({ disc: BlockDisc.blank('DVD-RW') }));
  await using drive = new Drive(transport);
  await finished(formatDisc(drive));
  await finished(burnData(drive, imageFor(drive, 'bridge', ['a', 'one']), { padBlocks: 0 }));
  let isOpen = false;
  transport.tamper = async ({ cdb: [opcode, , second] }, next) => {
    if (opcode === 0x28 && isOpen) return checkCondition(3, 0x11, 0x00);
    const reply = await next();
    if (opcode === 0x04) isOpen = true;
    if (opcode === 0x5b && second === 2) isOpen = false;
    return reply;
  };
  await finished(
    burnData(drive, imageFor(drive, 'bridge', ['b', 'two']), { append: true, padBlocks: 0, verify: 'full' }),
  );
  expect(transport.sent(0x04).length).toBeGreaterThan(0);
  expect(await filesOn(drive, 'udf')).toEqual({ a: 'one', b: 'two' });
});

test('a disc that cannot be read does not grow', async () => {
  const simulated = await openSimulatedDrive('?medium=DVD%2BRW');
  await using drive = new Drive(simulated);
  await finished(burnData(drive, imageFor(drive, 'iso', ['a', 'one'])));
  simulated.inject({ at: {}, does: { scratch: { fromLba: 16, toLba: 16, kind: 'unreadable' } } });
  await expect(finished(burnData(drive, dataOf(400), { append: true }))).rejects.toThrow(/3\/11/);
});
