import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { testUnitReady } from '../../../src/scsi/commands/test-unit-ready.ts';
import { openSimulatedDrive } from '../../../src/simulator/index.ts';
import { TransportError } from '../../../src/transport/transport-error.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { run, senseOf } from '../support.ts';

const folder = temporaryFolder();

const named = (text: string): string => {
  const path = join(folder, 'faults.json');
  writeFileSync(path, text);
  return `?${new URLSearchParams({ faults: path })}`;
};

describe('a file of faults', () => {
  test('takes effect, in addition to the faults of the options', async () => {
    const spec = named(JSON.stringify([{ at: { command: 'TEST UNIT READY', nth: 2 }, does: { sense: '3/0C/00' } }]));
    await using drive = await openSimulatedDrive(spec, { faults: [{ does: { sense: '4/44/00' } }] });
    expect(await senseOf(run(drive, testUnitReady({})))).toMatchObject({ key: 4 });
    await run(drive, testUnitReady({}));
    expect(await senseOf(run(drive, testUnitReady({})))).toMatchObject({ key: 3, asc: 0x0c });
  });

  test.each<[string, RegExp]>([
    ['[{"does":{"sense":"3/0C/00"}}', /are not JSON: .*Write an array like/],
    ['{"does":{"sense":"3/0C/00"}}', /are not valid: the file: .*array/],
    ['[{"does":{"reset":true}},{"does":{}}]', /are not valid: 1\.does: must say exactly one thing/],
    ['[{"does":{"scratch":{"fromLba":9,"toLba":8,"kind":"c2"}}}]', /0\.does\.scratch: must not end before/],
    [
      '[{"at":{"command":"WRITE"},"does":{"reset":true}}]',
      /0\.at\.command: there is no command "WRITE"; there are .*WRITE\(10\)/,
    ],
    ['[{"at":{"lba":1.5},"does":{"reset":true}}]', /0\.at\.lba: /],
    ['[{"at":{"lba":3000000000},"does":{"reset":true}}]', /0\.at\.lba: /],
    ['[{"at":{"timeMs":0.5},"does":{"reset":true}}]', /0\.at\.timeMs: /],
    ['[{"at":{"nth":0},"does":{"reset":true}}]', /0\.at\.nth: /],
    ['[{"at":{},"does":{"reset":true},"times":1e300}]', /0\.times: /],
    ['[{"does":{"sense":"3/0C/00","information":4294967296}}]', /0\.does\.information: /],
    ['[{"does":{"sense":"5/24/00","fieldPointer":{"in":"cdb","byte":65536}}}]', /0\.does\.fieldPointer\.byte: /],
    ['[{"does":{"shortData":-1}}]', /0\.does\.shortData: /],
    ['[{"does":{"staleData":5000000000}}]', /0\.does\.staleData: /],
    ['[{"does":{"scratch":{"fromLba":0,"toLba":1e10,"kind":"c2"}}}]', /0\.does\.scratch\.toLba: /],
  ])('%s is refused with an explanation', async (text, words) => {
    const opening = openSimulatedDrive(named(text));
    await expect(opening).rejects.toBeInstanceOf(TransportError);
    await expect(opening).rejects.toMatchObject({ kind: 'unsupported', message: expect.stringMatching(words) });
  });

  test('that is a folder, a named pipe or a device is refused at once (not on Windows)', async () => {
    if (process.platform === 'win32') return;
    const pipe = join(folder, 'pipe');
    spawnSync('mkfifo', [pipe]);
    for (const path of [folder, pipe, '/dev/zero']) {
      await expect(openSimulatedDrive(`?${new URLSearchParams({ faults: path })}`)).rejects.toMatchObject({
        kind: 'unsupported',
        message: expect.stringMatching(/is (?:a folder|a named pipe|a device), not a regular file/),
      });
    }
  });

  test('that does not exist is refused', async () => {
    await expect(openSimulatedDrive('?faults=/no/such/file')).rejects.toMatchObject({
      kind: 'not-found',
      message: expect.stringMatching(/cannot be read \(ENOENT\)\. Name a JSON file/),
    });
  });
});
