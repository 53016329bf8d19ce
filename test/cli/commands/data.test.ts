import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { openFileSystem, walkTree } from '../../../src/image/index.ts';
import { Drive, driveBlocks, readMultisession } from '../../../src/index.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { pcm } from '../../audio/wav-builder.ts';
import { isoImage } from '../../support/iso-image.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright, exchangesOf, multiSessionBits, sessionCloses, writingAmong } from '../cli.ts';
import { writeWav } from '../wavs.ts';

// Each test starts several processes at the same time: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();
await writeWav(cwd, 'a.wav', pcm(2352 * 320));
await writeWav(cwd, 'b.wav', pcm(2352 * 400));
/** The lead-out of both, Track-At-Once. */
const LEAD_OUT = 320 + 152 + 400 + 2;
const SESSION_2 = LEAD_OUT + 11_400;
await writeFile(join(cwd, 'first.iso'), isoImage(400, 0));
await writeFile(join(cwd, 'second.iso'), isoImage(350, SESSION_2));
await writeFile(join(cwd, 'odd.iso'), isoImage(350, 0).subarray(1));

const run = (...args: string[]) => discwright(args, { cwd });
const jsonOf = ({ stdout }: { readonly stdout: string }) => JSON.parse(stdout);

/** The name of the last session's volume, and its files, with what short ones hold. */
async function filesOn(discName: string): Promise<string[]> {
  await using drive = new Drive(await openSimulatedDrive(join(cwd, discName)));
  const { lastSessionStartLba } = await readMultisession(drive);
  const reader = driveBlocks(drive);
  const fileSystem = await openFileSystem(reader, { sessionStart: lastSessionStartLba ?? 0 });
  const nodes = [...walkTree(await fileSystem.tree())];
  const lines = await Promise.all(
    nodes.map(async ({ path, node }) => {
      const extent = node.kind === 'file' && node.lengthBytes < 100 ? node.extents?.[0]?.startBlock : undefined;
      if (extent === undefined || node.kind !== 'file') return path;
      const text = Buffer.from(await reader.readBlocks(extent, 1)).toString('latin1', 0, node.lengthBytes);
      return `${path} = ${text}`;
    }),
  );
  return [fileSystem.volumeName, ...lines];
}

describe('discwright data', () => {
  test.concurrent('burns an image, compares it, and finishes the disc', async () => {
    const { code, stdout, stderr } = await run('data', '--device', 'sim:', '--verify', 'full', 'first.iso');
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('Burning 400 blocks of data (first.iso, 00:05:25)');
    expect(stdout).toContain('Verified: 1 track read back and matched.');
    expect(stdout).toContain('The disc is closed: nothing can be added.');
  });

  test.concurrent('--leave-open closes the session so that another can follow', async () => {
    const device = ['--device', 'sim:more.disc'];
    const burned = await run('data', ...device, '--leave-open', 'first.iso');
    expect(burned.stdout).toContain('The session is closed; another one can follow.');
    expect(await run('msinfo', ...device)).toEqual({ code: 0, stdout: `0,${550 + 2 + 11_400}\n`, stderr: '' });
    expect((await run('data', ...device, 'first.iso')).stderr).toContain('the disc is not blank');
    const misplaced = await run('data', ...device, '--append', '--trace', 'misplaced.jsonl', 'first.iso');
    expect(misplaced.code).toBe(2);
    expect(misplaced.stderr).toContain('its root folder would be at LBA 23');
    expect(writingAmong(await exchangesOf(join(cwd, 'misplaced.jsonl')))).toEqual([]);
  });

  test.concurrent.each([
    ['session', '--leave-open'],
    ['session', '--leave-open=session'],
    ['medium', '--leave-open=medium'],
  ])('after audio of which the %s was left open (%s)', async (what, option) => {
    const device = ['--device', `sim:${option}.disc`];
    await run('burn', ...device, option, 'a.wav', 'b.wav');
    const between = await run('msinfo', ...device);
    if (what === 'session') expect(between).toMatchObject({ code: 2, stderr: expect.stringContaining('is open') });
    else expect(between.stdout).toBe(`0,${SESSION_2}\n`);
    const trace = join(cwd, `${option}.jsonl`);
    const burned = await run('data', ...device, '--append', '--xa', '--json', '--trace', trace, 'second.iso');
    expect(jsonOf(burned).disc).toMatchObject({
      status: 'complete',
      sessions: 2,
      tracks: [{ kind: 'audio' }, { kind: 'audio' }, { kind: 'data', dataMode: 2, session: 2, startLba: SESSION_2 }],
    });
    const exchanges = await exchangesOf(trace);
    expect(sessionCloses(exchanges)).toHaveLength(what === 'session' ? 2 : 1);
    expect(multiSessionBits(exchanges)[0]).toBe(what === 'session' ? 3 : 0);
  });

  test.concurrent('makes a file system of a folder, and with --append keeps the files of the last session', async () => {
    const device = ['--device', 'sim:folders.disc'];
    await mkdir(join(cwd, 'one/deep'), { recursive: true });
    await mkdir(join(cwd, 'two'));
    await writeFile(join(cwd, 'one/deep/first.txt'), 'first');
    await writeFile(join(cwd, 'two/second.txt'), 'second');
    const first = await run('data', ...device, '--leave-open', '--volume', 'MINE', '--verify', 'full', 'one');
    expect(first).toMatchObject({ code: 0, stderr: '', stdout: expect.stringContaining('Verified: 1 track') });
    const second = await run('data', ...device, '--append', '--leave-open', '--verify', 'full', 'two');
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(await filesOn('folders.disc')).toEqual(['MINE', 'deep', 'deep/first.txt = first', 'second.txt = second']);
    await run('data', ...device, '--append', '--no-keep', 'a.wav', 'two/second.txt');
    expect(await filesOn('folders.disc')).toEqual(['CDROM', 'a.wav', 'second.txt = second']);
  });

  test.concurrent('does not lose files of the last session that cannot be read', async () => {
    await mkdir(join(cwd, 'old'));
    await writeFile(join(cwd, 'old/kept.txt'), 'kept');
    await run('data', '--device', 'sim:scratched.disc', '--leave-open', 'old');
    const faults = [{ at: {}, does: { scratch: { fromLba: 20, toLba: 30, kind: 'unreadable' } } }];
    await writeFile(join(cwd, 'scratch.json'), JSON.stringify(faults));
    const device = ['--device', 'sim:scratched.disc?faults=scratch.json'];
    const refused = await run('data', ...device, '--append', 'a.wav', 'b.wav');
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/files of the last session cannot be read.*3\/11\/05/);
    expect(refused.stderr).toContain('--no-keep');
    expect(await run('data', ...device, '--append', '--no-keep', 'a.wav', 'b.wav')).toMatchObject({ code: 0 });
  });

  test.concurrent('follows links that are named, and refuses what is neither a file nor a folder', async () => {
    await mkdir(join(cwd, 'linked'));
    await writeFile(join(cwd, 'linked/here.txt'), 'here');
    await symlink('linked', join(cwd, 'link'));
    expect(await run('data', '--device', 'sim:link.disc', '--leave-open', 'link')).toMatchObject({ code: 0 });
    expect(await filesOn('link.disc')).toEqual(['CDROM', 'here.txt = here']);
    const refused = await run('data', '--device', 'sim:', '/dev/null');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('/dev/null is neither') });
    const missing = await run('data', '--device', 'sim:', 'link', 'nowhere');
    expect(missing).toMatchObject({ code: 2, stderr: expect.stringContaining('nowhere: there is no such') });
  });

  test.concurrent('refuses a file system that two files of one name cannot be in', async () => {
    const { code, stderr } = await run('data', '--device', 'sim:', 'a.wav', './a.wav');
    expect(code).toBe(2);
    expect(stderr).toContain('two files or folders are called a.wav');
  });

  test.concurrent.each([
    ['odd.iso', /not whole blocks of 2048/],
    ['missing.iso', /missing\.iso/],
  ])('refuses %s before the drive is asked to write', async (path, message) => {
    const trace = join(cwd, `refused-${path.length}.jsonl`);
    const { code, stderr } = await run('data', '--device', 'sim:', '--trace', trace, path);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(writingAmong(await exchangesOf(trace))).toEqual([]);
  });
});

test.concurrent.each([
  ['--volume', ['--volume', 'X']],
  ['--no-joliet', ['--no-joliet']],
])('%s has no effect on an image, and is refused', async (option, args) => {
  const { code, stderr } = await run('data', '--device', 'sim:', 'first.iso', ...args);
  expect(code).toBe(2);
  expect(stderr).toContain(`first.iso is an image, which is burned as it is: ${option} is for files and folders`);
});

test.concurrent('burn refuses an image made for another address', async () => {
  const { code, stderr } = await run('burn', '--device', 'sim:', 'second.iso');
  expect(code).toBe(2);
  expect(stderr).toContain(`its root folder would be at LBA ${SESSION_2 + 23}`);
});

describe('discwright enhanced', () => {
  test.concurrent('writes audio in session 1 and data in session 2', async () => {
    const device = ['--device', 'sim:enhanced.disc'];
    const args = ['enhanced', ...device, '--json', '--verify', 'full', 'a.wav', 'b.wav', '--data', 'second.iso'];
    const burned = await run(...args);
    expect(burned.code).toBe(0);
    expect(jsonOf(burned)).toMatchObject({
      disc: { status: 'complete', sessions: 2 },
      sessions: [
        { tracks: [1, 2], comparisons: [{ track: 1 }, { track: 2 }] },
        { tracks: [3], comparisons: [{ track: 3, comparedBytes: 500 * 2_048 }] },
      ],
    });
    const { sessions } = jsonOf(await run('toc', ...device, '--json'));
    expect(sessions).toMatchObject([
      { leadOutLba: LEAD_OUT, tracks: [{ kind: 'audio' }, { kind: 'audio' }] },
      { tracks: [{ number: 3, kind: 'data', startLba: SESSION_2 }] },
    ]);
  });

  test.concurrent('makes the file system of a folder for session 2', async () => {
    const device = ['--device', 'sim:enhanced-folder.disc'];
    await mkdir(join(cwd, 'extra'));
    await writeFile(join(cwd, 'extra/lyrics.txt'), 'la la');
    const burned = await run(
      'enhanced',
      ...device,
      '--write-type',
      'sao',
      '--gapless',
      'a.wav',
      'b.wav',
      '--data',
      'extra',
    );
    expect(burned).toMatchObject({ code: 0, stderr: '' });
    expect(await filesOn('enhanced-folder.disc')).toEqual(['CDROM', 'lyrics.txt = la la']);
  });

  test.concurrent('checks both sessions before the first is written', async () => {
    const trace = join(cwd, 'enhanced.jsonl');
    const refused = await run('enhanced', '--device', 'sim:', '--trace', trace, 'a.wav', '--data', 'second.iso');
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining('Nothing was written') });
    expect(writingAmong(await exchangesOf(trace))).toEqual([]);
    const noAudio = await run('enhanced', '--device', 'sim:', 'first.iso', '--data', 'second.iso');
    expect(noAudio).toMatchObject({ code: 2, stderr: expect.stringContaining('is not audio') });
  });
});

describe('discwright msinfo, speeds and raw', () => {
  test.concurrent('msinfo has nothing to say of a blank disc', async () => {
    const { code, stderr } = await run('msinfo', '--device', 'sim:');
    expect(code).toBe(2);
    expect(stderr).toContain('the disc has no session yet');
  });

  test.concurrent('speeds lists those of GET PERFORMANCE and of page 2Ah', async () => {
    const { stdout } = await run('speeds', '--device', 'sim:');
    expect(stdout).toMatch(/GET PERFORMANCE\n +Speed +kB\/s +Rotation\n/);
    expect(stdout).toMatch(/Mode page 2Ah\n +Speed +kB\/s +Rotation\n/);
    const report = jsonOf(await run('speeds', '--device', 'sim:', '--json'));
    expect(report.performance).toEqual(report.page);
    expect(report.current).toMatchObject({ rotation: expect.any(String) });
  });

  test.concurrent('raw sends a command and shows the reply in words and in hex', async () => {
    const { code, stdout } = await run('raw', '--device', 'sim:', '12', '00 00 00', '24', '00');
    expect(code).toBe(0);
    expect(stdout).toMatch(/INQUIRY/);
    expect(stdout).toMatch(/^0000 {2}05 80 /m);
  });

  test.concurrent('raw reports the sense, and fails', async () => {
    const failed = await run('raw', '--device', 'sim:', '--json', '0100 0000 0000');
    expect(failed.code).toBe(1);
    expect(jsonOf(failed)).toMatchObject({ exchange: { status: 2 }, words: expect.stringContaining('5/20/00') });
  });

  test.concurrent.each([
    [['raw', 'zz'], /not a command in hexadecimal/],
    [['raw', '12 00'], /has 2 bytes, but opcode 12h has 6/],
    [['raw', '--in', 'x', '000000000000'], /--in must be a number of bytes/],
    [['raw', '--out', 'missing', '55100000000000003c00'], /--out: .*missing/],
    [['raw', '--save', 'a.wav', '000000000000'], /--save: .*exist.*Nothing was sent/s],
  ])('%j is refused', async (args, message) => {
    const { code, stderr } = await run(...args, '--device', 'sim:');
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });
});
