import { join } from 'node:path';
import { describe, expect, jest, test } from '@jest/globals';
import { pcm } from '../../audio/wav-builder.ts';
import { BLANK } from '../../support/cdb.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright, exchangesOf } from '../cli.ts';
import { writeWav } from '../wavs.ts';

// Each test starts several processes at the same time: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = temporaryFolder();
await writeWav(cwd, 'a.wav', pcm(2352 * 300));

describe('discwright blank', () => {
  test.concurrent('erases a CD-RW that burn refuses, and burn accepts it again', async () => {
    const device = ['--device', 'sim:again.disc?medium=CD-RW'];
    const burn = () => discwright(['burn', ...device, 'a.wav'], { cwd });
    expect((await burn()).code).toBe(0);
    expect(await burn()).toMatchObject({ code: 2, stderr: expect.stringContaining('discwright blank') });

    const { code, stdout } = await discwright(['blank', '--json', '--full', ...device, '--trace', 'again.jsonl'], {
      cwd,
    });
    expect({ code, ...JSON.parse(stdout) }).toMatchObject({ code: 0, type: 'full', disc: { status: 'blank' } });
    const blanks = (await exchangesOf(join(cwd, 'again.jsonl'))).filter(({ cdb }) => cdb[0] === BLANK);
    expect(blanks.map(({ cdb }) => (cdb[1] ?? 0) & 0x07)).toEqual([0]);
    expect((await burn()).code).toBe(0);

    const minimal = await discwright(['blank', ...device], { cwd });
    expect(minimal).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/Erasing[\s\S]*The disc is blank/),
    });
  });

  test.concurrent('refuses a CD-R before it sends any command that erases: exit code 2', async () => {
    const args = ['blank', '--device', 'sim:write-once.disc', '--trace', 'write-once.jsonl'];
    const { code, stderr } = await discwright(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/a CD-R cannot be erased.*\n.*CD-RW/) });
    const exchanges = await exchangesOf(join(cwd, 'write-once.jsonl'));
    expect(exchanges.length).toBeGreaterThan(0);
    expect(exchanges.filter(({ cdb }) => cdb[0] === BLANK)).toEqual([]);
  });
});
