import { join } from 'node:path';
import { beforeAll, expect, jest, test } from '@jest/globals';
import { pcm } from '../../audio/wav-builder.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';
import { expectValid } from '../schemas/validator.ts';
import { writeWav } from '../wavs.ts';

// Each test starts processes: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();
beforeAll(() => writeWav(cwd, 'a.wav', pcm(2_352 * 300)));

const run = (...args: string[]) => discwright(args, { cwd });

const statusOf = async (disc: string): Promise<unknown> =>
  JSON.parse((await run('info', '--json', '--device', `sim:${disc}`)).stdout).disc.status;

test('the same is burned with all drives, and each is reported', async () => {
  const drives = ['--device', 'sim:one.disc', '--device', 'sim:two.disc'];
  const { code, stdout, stderr } = await run('burn', ...drives, '--verify', 'full', 'a.wav');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  for (const disc of ['one.disc', 'two.disc']) {
    expect(stdout).toMatch(new RegExp(`^sim:${disc}: Track 1/1 a\\.wav$`, 'm'));
    expect(stdout).toMatch(new RegExp(`^sim:${disc}: done\\n  Burning 1 track.*\\n  Verified: 1 track`, 'm'));
    expect(await statusOf(disc)).toBe('complete');
  }
});

test('a disc that cannot be written is found before any is', async () => {
  await run('burn', '--device', 'sim:full.disc', 'a.wav');
  const drives = ['--device', 'sim:full.disc', '--device', 'sim:blank.disc'];
  for (const command of ['burn', 'data']) {
    const { code, stderr } = await run(command, ...drives, 'a.wav');
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /sim:blank\.disc: discwright: sim:full\.disc cannot be used\n.*Nothing was written with any/,
    );
    expect(await statusOf('blank.disc')).toBe('blank');
  }
});

test('--quiet prints what failed, of each drive, and nothing else', async () => {
  await run('burn', '--device', 'sim:used.disc', 'a.wav');
  const refused = await run('burn', '--quiet', '--device', 'sim:used.disc', '--device', 'sim:unused.disc', 'a.wav');
  expect(refused).toMatchObject({ code: 2, stdout: '' });
  expect(refused.stderr).toMatch(/^sim:used\.disc: discwright: this disc cannot be written to any more/m);
  expect(refused.stderr).toMatch(/^sim:unused\.disc: discwright: sim:used\.disc cannot be used/m);
  const drives = ['--device', 'sim:unused.disc', '--device', 'sim:another.disc'];
  expect(await run('burn', '--quiet', ...drives, 'a.wav')).toEqual({ code: 0, stdout: '', stderr: '' });
});

test.each([
  ['blank', 'erased.disc?medium=CD-RW', 'record.disc'],
  ['format', 'formatted.disc?medium=DVD%2BRW', 'record.disc'],
  ['close', 'open.disc', 'record.disc'],
])('%s looks at all discs before it changes one', async (command, disc, unsuitable) => {
  await run('burn', '--device', `sim:${unsuitable}`, 'a.wav');
  if (command !== 'format') await run('burn', '--leave-open', '--device', `sim:${disc}`, 'a.wav');
  const before = await run('info', '--device', `sim:${disc}`);
  const { code, stderr } = await run(command, '--device', `sim:${unsuitable}`, '--device', `sim:${disc}`);
  expect(code).toBe(2);
  expect(stderr).toMatch(/cannot be used\n.*Nothing was written with any/);
  expect((await run('info', '--device', `sim:${disc}`)).stdout).toBe(before.stdout);
});

test('a failure with one drive does not stop the others; the JSON has both', async () => {
  const drives = ['--device', 'sim:good.disc', '--device', 'sim:?personality=liar'];
  const { code, stdout } = await run('burn', '--json', ...drives, 'a.wav');
  expect(code).toBe(1);
  expectValid(JSON.parse(stdout), 'several');
  expect(JSON.parse(stdout)).toMatchObject({
    schema: 'discwright/several/1',
    exitCode: 1,
    drives: [
      { device: 'sim:good.disc', exitCode: 0, result: { schema: 'discwright/burn/1', disc: { status: 'complete' } } },
      {
        device: 'sim:?personality=liar',
        exitCode: 4,
        result: { schema: 'discwright/error/1', error: { exitCode: 4 } },
      },
    ],
  });
  expect(await statusOf('good.disc')).toBe('complete');
});

test('a drive that cannot be opened is refused with the others', async () => {
  const missing = `unix:${join(cwd, 'no.sock')}`;
  const { code } = await run('burn', '--device', missing, '--device', 'sim:untouched.disc', 'a.wav');
  expect(code).toBe(2);
  expect(await statusOf('untouched.disc')).toBe('blank');
});

test('several discs are erased, and several drives shown', async () => {
  const drives = ['--device', 'sim:?medium=CD-RW', '--device', 'sim:?medium=DVD-RW'];
  for (const command of ['blank', 'info', 'load', 'eject']) {
    expect(await run(command, ...drives)).toMatchObject({ code: 0, stderr: '' });
  }
});

test('each drive has a trace of its own', async () => {
  const drives = ['--device', 'sim:left.disc', '--device', 'sim:right.disc'];
  expect((await run('info', '--trace', 'both.jsonl', ...drives)).code).toBe(0);
  for (const side of ['left', 'right'])
    expect((await run('trace', 'show', `both.sim-${side}.disc.jsonl`)).stdout).toMatch(/READ DISC INFORMATION/);
});

test('every command is shown, with the drive that got it', async () => {
  const { stderr } = await run('info', '--verbose', '--device', 'sim:', '--device', 'sim:verbose.disc');
  for (const device of ['sim:', 'sim:verbose.disc'])
    expect(stderr).toMatch(new RegExp(`^${device}: .*READ DISC INFORMATION`, 'm'));
});
