import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from '@jest/globals';
import { blocks } from '../../simulator/support.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { writeWav } from '../wavs.ts';
import { resultOf } from './validator.ts';

const folder = temporaryFolder();

beforeAll(async () => {
  await writeWav(folder, 'a.wav', blocks(310, 3));
  await writeFile(join(folder, 'text.wav'), 'text');
  await writeFile(join(folder, 'bad.iso'), Buffer.alloc(65_536));
  await writeFile(join(folder, 'bad.jsonl'), '{"type":"header","format":"discwright trace"}\n');
  await writeFile(join(folder, 'bad.cue'), 'FILE');
  const fault = (at: object, does: object) => JSON.stringify([{ at, does, times: 'always' }]);
  await writeFile(join(folder, 'write.json'), fault({ command: 'WRITE(10)', nth: 5 }, { sense: '3/0C/00' }));
  await writeFile(join(folder, 'gone.json'), fault({ command: 'WRITE(10)', nth: 5 }, { disconnect: true }));
  await writeFile(join(folder, 'toc.json'), fault({ command: 'READ DISC INFORMATION' }, { sense: '5/24/00' }));
});

const errorOf = async (args: readonly string[]) => (await resultOf(args, 'error', folder))['error'];

const DEFECTIVE = ['--device', 'sim:?faults=write.json', 'burn', 'a.wav'];

test('a write that the drive refuses: what it said, in words and numbers, and the disc as it is', async () => {
  expect(await errorOf(DEFECTIVE)).toEqual({
    name: 'BurnError',
    command: 'burn',
    kind: null,
    code: expect.any(String),
    phase: 'writing',
    message: expect.stringContaining('3/0C/00'),
    remedy: expect.any(String),
    track: 1,
    lba: expect.any(Number),
    sense: {
      command: expect.stringMatching(/^WRITE/),
      key: 3,
      asc: 12,
      ascq: 0,
      hex: '3/0C/00',
      words: expect.stringMatching(/^MEDIUM ERROR 3\/0C\/00 write error/),
    },
    osCode: null,
    errno: null,
    disc: expect.objectContaining({ status: expect.any(String), tracks: expect.any(Array) }),
    exitCode: 1,
  });
});

test.each([
  ['no command', [], { name: 'UsageError', command: null, exitCode: 2 }],
  ['an unknown command', ['brun'], { name: 'UsageError', command: null, exitCode: 2 }],
  ['an unknown option', ['burn', '--nonsense'], { name: 'UsageError', command: 'burn', exitCode: 2 }],
  ['an option without its value', ['iso', 'list', '--start'], { name: 'UsageError', command: 'iso list' }],
  ['a value that is not allowed', ['burn', 'a.wav', '--verify', 'x'], { name: 'UsageError', command: 'burn' }],
  ['an argument that is missing', ['plan'], { name: 'UsageError', command: 'plan', exitCode: 2 }],
  ['no drive', ['info', '--device', '/dev/nothing'], { name: 'TransportError', kind: 'not-found', exitCode: 3 }],
  ['a file that is no audio', ['plan', 'text.wav'], { name: 'AudioFormatError', command: 'plan', exitCode: 2 }],
  ['a document that is none', ['plan', 'bad.cue'], { name: 'JobError', exitCode: 2 }],
  ['an image that is none', ['iso', 'list', 'bad.iso'], { name: 'FileSystemError', kind: 'not-found' }],
  ['a trace that is none', ['trace', 'show', 'bad.jsonl'], { name: 'TraceError', command: 'trace show' }],
  ['a disc without tracks', ['--device', 'sim:', 'export', '--wav', 'w'], { name: 'ImageError', exitCode: 2 }],
  [
    'a disc of another kind',
    ['--device', 'sim:?medium=DVD-R', 'burn', 'a.wav'],
    { name: 'BurnError', phase: 'planning' },
  ],
  ['a drive that is gone', ['--device', 'sim:?faults=gone.json', 'burn', 'a.wav'], { name: 'BurnError', exitCode: 1 }],
  [
    'a drive that refuses',
    ['--device', 'sim:?faults=toc.json', 'info'],
    { name: 'SenseError', sense: { hex: '5/24/00' } },
  ],
  ['a disc that is not there', ['--device', 'sim:', 'msinfo'], { name: 'CliError', command: 'msinfo', exitCode: 2 }],
])('%s', async (_what, args, error) => {
  expect(await errorOf(args)).toMatchObject(error);
});
