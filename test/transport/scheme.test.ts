import { describe, expect, test } from '@jest/globals';
import { serveDrive } from '../../src/server/serve-drive.ts';
import { SocketTransport } from '../../src/server/socket-transport.ts';
import { openSimulatedDrive } from '../../src/simulator/index.ts';
import { openReplay, openTraceFile, readTrace } from '../../src/trace/index.ts';
import { schemeOf } from '../../src/transport/scheme.ts';

test('a drive is recognized by how its path begins', () => {
  expect(['sim:', 'sim:my.disc', 'replay:t.jsonl', 'unix:s'].map(schemeOf)).toEqual([
    'sim:',
    'sim:',
    'replay:',
    'unix:',
  ]);
  expect(['/dev/sr0', 'D:', './sim:my.disc', 'simple.disc'].map(schemeOf)).toEqual(Array(4).fill(undefined));
});

/** Nothing can be created there by mistake: `sim:/nowhere` would be in a folder of the current one. */
const wanted = '/nowhere/file';

describe("a file's path given with the scheme of a drive", () => {
  test.each<[string, string, (path: string) => Promise<unknown>]>([
    ['a saved disc', `sim:${wanted}`, (path) => openSimulatedDrive(path)],
    ['options of a simulated drive', 'sim:?medium=CD-RW', (path) => openSimulatedDrive(path)],
    ['a file of faults', `sim:${wanted}`, (faults) => openSimulatedDrive(`?${new URLSearchParams({ faults })}`)],
    ['a trace to replay', `replay:${wanted}`, openReplay],
    ['a trace to read', `replay:${wanted}`, readTrace],
    ['a trace to record', `replay:${wanted}`, async (path) => openTraceFile(path)],
    ['a socket to serve on', `unix:${wanted}`, (socketPath) => serveDrive({ device: 'sim:', socketPath })],
    ['a socket to connect to', `unix:${wanted}`, (path) => SocketTransport.connect(path)],
  ])('%s: is refused, and the error says what to give instead', async (_what, path, open) => {
    const given = path.slice(path.indexOf(':') + 1);
    const { message } = await open(path).then(
      () => new Error('it was accepted'),
      (reason: Error) => reason,
    );
    expect(message).toContain(`"${path}" begins with ${path.slice(0, path.indexOf(':') + 1)}`);
    expect(message).toContain(`Give "${given}"`);
  });
});
