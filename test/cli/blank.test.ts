import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import { discwright, exchangesOf } from './cli.ts';

// Each test starts processes of its own, several at once: slow on a busy machine.
jest.setTimeout(60_000);

const cwd = await mkdtemp(join(tmpdir(), 'discwright-cli-blank-'));
afterAll(() => rm(cwd, { recursive: true, force: true }));

const BLANK = 0xa1;

describe('discwright blank', () => {
  test.concurrent('refuses a CD-R before it sends anything that erases: exit code 2', async () => {
    const args = ['blank', '--device', 'sim:write-once.disc', '--trace', 'write-once.jsonl'];
    const { code, stderr } = await discwright(args, { cwd });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(/a CD-R cannot be erased.*\n.*CD-RW/) });
    const exchanges = await exchangesOf(join(cwd, 'write-once.jsonl'));
    expect(exchanges.length).toBeGreaterThan(0);
    expect(exchanges.filter(({ cdb }) => cdb[0] === BLANK)).toEqual([]);
  });
});
