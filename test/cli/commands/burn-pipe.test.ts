import { readdirSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import { Drive } from '../../../src/index.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { chunk, format, riff } from '../../audio/wav-builder.ts';
import { blocksOnDisc } from '../../support/blocks-on-disc.ts';
import { noise } from '../../support/sources.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

jest.setTimeout(60_000);

const BLOCK = 2_352;
const SOUND = Buffer.from(noise(500 * BLOCK, 9));

let cwd: string;
let env: Record<string, string>;
beforeAll(async () => {
  cwd = temporaryFolder();
  const temporary = join(cwd, 'tmp');
  await mkdir(temporary);
  env = { TMPDIR: temporary };
});

const burn = (input: Uint8Array, ...args: string[]) => discwright(['burn', '-', ...args], { cwd, env, input });
const streamed = riff([format(), chunk('data', SOUND, { declared: 0xffff_ffff })]);

async function onDisc(name: string): Promise<Buffer> {
  const simulated = await openSimulatedDrive(join(cwd, name));
  const drive = new Drive(simulated);
  try {
    return await blocksOnDisc(drive, 0, 500);
  } finally {
    await simulated.close();
  }
}

const leftBehind = () => readdirSync(env['TMPDIR'] ?? '');

describe('burn -', () => {
  test('burns a WAV as it flows, Track-At-Once', async () => {
    const { code, stdout } = await burn(streamed, '--device', 'sim:wav.disc', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ writeType: 'Track-At-Once', warnings: [] });
    expect((await onDisc('wav.disc')).equals(SOUND)).toBe(true);
    expect(leftBehind()).toEqual([]);
  });

  test('burns samples without a header with --raw', async () => {
    expect(await burn(SOUND, '--raw', '--device', 'sim:raw.disc')).toMatchObject({ code: 0 });
    expect((await onDisc('raw.disc')).equals(SOUND)).toBe(true);
  });

  test('reads it into a temporary file first for Session-At-Once, says so, and removes that', async () => {
    const { code, stderr } = await burn(streamed, '--write-type', 'sao', '--device', 'sim:sao.disc');
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: 'Reading standard input to its end into a temporary file first, because of Session-At-Once.\n',
    });
    expect((await onDisc('sao.disc')).equals(SOUND)).toBe(true);
    expect(leftBehind()).toEqual([]);
  });

  test('does the same for --verify full', async () => {
    const { code, stderr } = await burn(streamed, '--verify', 'full', '--device', 'sim:full.disc');
    expect(code).toBe(0);
    expect(stderr).toMatch(/temporary file first, because of --verify full/);
    expect(leftBehind()).toEqual([]);
  });

  test('refuses words, nothing, other files with it and texts, and leaves nothing behind', async () => {
    const device = ['--device', 'sim:none.disc'];
    const refusals: readonly (readonly [Uint8Array, readonly string[], RegExp])[] = [
      [Buffer.from('words'), [], /standard input: a text file, not audio/],
      [
        Buffer.from([1, 2, 3, 0, 7, 9, 1]),
        [],
        /standard input: not in a format[^/]*ffmpeg \.\.\. -f wav -[^/]*`--raw`/,
      ],
      [Buffer.alloc(0), [], /standard input: ended without any sound/],
      [streamed, ['b.wav'], /cannot be burned with other files/],
      [streamed, ['--cd-text', 'x.cdt'], /standard input has no document/],
    ];
    for (const [input, args, words] of refusals) {
      const { code, stderr } = await burn(input, ...args, ...device);
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(words) });
    }
    expect(leftBehind()).toEqual([]);
    expect(readdirSync(cwd)).not.toContain('none.disc');
  });

  test('plan - reads it to its end to know how long it is', async () => {
    const { stdout } = await discwright(['plan', '-', '--json'], { cwd, env, input: streamed });
    expect(JSON.parse(stdout)).toMatchObject({ lengthBlocks: 502 });
    expect(leftBehind()).toEqual([]);
  });
});
