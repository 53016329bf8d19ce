import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { discStateInWords, openDrive, openTransport, readDiscState, serveDrive } from '../../src/index.ts';
import { inquiry } from '../../src/scsi/commands/inquiry.ts';
import { encodeRequest, GREETING_BYTES, REPLY_HEADER_BYTES } from '../../src/server/protocol.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { RawClient } from './served.ts';

const TEST_UNIT_READY = new Uint8Array(6);

const nothing = { direction: 'none' } as const;

async function servedDrive() {
  const folder = temporaryFolder();
  const socketPath = join(folder, 's');
  const device = `sim:${join(folder, 'my.disc')}`;
  const notes: string[] = [];
  const server = await serveDrive({ device, socketPath, onNote: (text) => notes.push(text) });
  return { folder, socketPath, device, server, notes };
}

test('a served drive is opened like any other', async () => {
  const { server, socketPath } = await servedDrive();
  await using drive = await openDrive(`unix:${socketPath}`);
  expect((await drive.execute(inquiry({ allocationLength: 36 }))).product).toBe('VIRTUAL CD-RW');
  expect(discStateInWords(await readDiscState(drive))).toMatch(/blank/);
  expect(drive.transport.simulated).toBe(true);
  expect(drive.transport.maxTransferBytes).toBe(1_048_576);
  await drive.close();
  await server.close();
});

test('several clients at a time each get their own answers in order', async () => {
  const { server, socketPath } = await servedDrive();
  const clients = await Promise.all(Array.from({ length: 8 }, () => openTransport(`unix:${socketPath}`)));
  const cdb = Uint8Array.of(0x12, 0, 0, 0, 0, 0);
  const replies = await Promise.all(
    clients.flatMap((client, index) =>
      Array.from({ length: 20 }, (_, nth) =>
        client.send({
          cdb: cdb.with(4, index + 5 + nth),
          data: { direction: 'in', lengthBytes: index + 5 + nth },
          timeoutMs: 5_000,
        }),
      ),
    ),
  );
  const lengths = replies.map((reply) => (reply.outcome === 'answered' ? reply.data.length : -1));
  expect(lengths).toEqual(clients.flatMap((_, index) => Array.from({ length: 20 }, (__, nth) => index + 5 + nth)));
  await Promise.all(clients.map((client) => client.close()));
  await server.close();
});

test('a path that is not a socket is refused for what it is', async () => {
  const folder = temporaryFolder();
  const file = join(folder, 'my.disc');
  await writeFile(file, '');
  const pipe = join(folder, 'pipe');
  execFileSync('mkfifo', [pipe]);
  const opening = (path: string) => openTransport(`unix:${path}`).catch(({ kind, message }) => `${kind}: ${message}`);
  expect(await opening(file)).toMatch(/^unsupported: .*my\.disc is a regular file, not the socket.*opened as sim:/);
  expect(await opening(pipe)).toMatch(/^unsupported: .*pipe is a named pipe, not the socket of a served drive/);
  expect(await opening(folder)).toMatch(/^unsupported: .* is a folder, not the socket of a served drive/);
  expect(await opening('')).toMatch(/^unsupported: .*no socket is named\. Write unix:FILE/);
  expect(await opening(join(folder, 'none'))).toMatch(/^not-found: .*no server is listening there/);
});

test('only its owner may use the socket', async () => {
  const { server, socketPath } = await servedDrive();
  expect((await stat(socketPath)).mode & 0o777).toBe(0o600);
  await server.close();
});

test('closing removes the socket and releases the disc, and clients are notified', async () => {
  const { server, socketPath, device } = await servedDrive();
  const client = await openTransport(`unix:${socketPath}`);
  await server.close();
  await server.close();
  expect(existsSync(socketPath)).toBe(false);
  expect(existsSync(`${socketPath}.lock`)).toBe(false);
  await expect(client.send({ cdb: TEST_UNIT_READY, data: nothing, timeoutMs: 1_000 })).rejects.toMatchObject({
    name: 'TransportError',
    kind: 'gone',
  });
  await client.close();
  await (await openTransport(device)).close();
});

test('closing removes the empty files of the preloaded library next to the socket, and no other file', async () => {
  const { server, socketPath } = await servedDrive();
  await writeFile(`${socketPath}.sr`, '');
  await writeFile(`${socketPath}.sg`, 'mine');
  await server.close();
  expect(existsSync(`${socketPath}.sr`)).toBe(false);
  expect(await readFile(`${socketPath}.sg`, 'utf8')).toBe('mine');
});

describe('a client that does not speak the protocol', () => {
  test('is disconnected, and no other client notices', async () => {
    const { server, socketPath, notes } = await servedDrive();
    const other = await openTransport(`unix:${socketPath}`);
    const received = await new RawClient(socketPath).write(Buffer.from(`GET / HTTP/1.1\r\n${'x'.repeat(100)}`));
    expect(received.length).toBe(GREETING_BYTES);
    expect(notes).toEqual([expect.stringContaining('a client was disconnected')]);
    expect(await other.send({ cdb: TEST_UNIT_READY, data: nothing, timeoutMs: 1_000 })).toMatchObject({ status: 0x00 });
    await other.close();
    await server.close();
  });

  test('still gets the replies to its valid requests', async () => {
    const { server, socketPath } = await servedDrive();
    const proper = encodeRequest({ id: 1, cdb: TEST_UNIT_READY, timeoutMs: 1_000, sharesClock: false, data: nothing });
    const received = await new RawClient(socketPath).write(Buffer.concat([proper, Buffer.alloc(60)]));
    expect(received.length).toBe(GREETING_BYTES + REPLY_HEADER_BYTES);
    await server.close();
  });

  test('does not bring the server down, whatever it sends', async () => {
    const { server, socketPath } = await servedDrive();
    const valid = encodeRequest({
      id: 1,
      cdb: Uint8Array.of(0x12, 0, 0, 0, 36, 0),
      timeoutMs: 9,
      sharesClock: false,
      data: nothing,
    });
    const nearly = fc.tuple(fc.nat(valid.length - 1), fc.nat(255)).map(([at, value]) => valid.with(at, value));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(nearly, fc.uint8Array({ maxLength: 100 })), { maxLength: 4 }),
        async (frames) => {
          const client = new RawClient(socketPath);
          client.socket.end(Buffer.concat(frames));
          await client.received;
        },
      ),
      { numRuns: 60 },
    );
    const client = await openTransport(`unix:${socketPath}`);
    expect(await client.send({ cdb: TEST_UNIT_READY, data: nothing, timeoutMs: 1_000 })).toMatchObject({
      status: 0x00,
    });
    await client.close();
    await server.close();
  });
});

describe('a socket path', () => {
  test('of a live server is refused, and the disc is left alone', async () => {
    const { server, socketPath, folder } = await servedDrive();
    const disc = join(folder, 'other.disc');
    await expect(serveDrive({ device: `sim:${disc}`, socketPath })).rejects.toMatchObject({ kind: 'busy' });
    expect(existsSync(disc)).toBe(false);
    await server.close();
  });

  test('of another program that is listening is refused', async () => {
    const socketPath = join(temporaryFolder(), 's');
    const foreign = createServer();
    await new Promise<void>((resolve) => foreign.listen(socketPath, resolve));
    await expect(serveDrive({ device: 'sim:', socketPath })).rejects.toMatchObject({ kind: 'busy' });
    await new Promise((resolve) => foreign.close(resolve));
  });

  test('that is a file is refused, and the file is kept', async () => {
    const socketPath = join(temporaryFolder(), 'precious');
    await writeFile(socketPath, 'words');
    await expect(serveDrive({ device: 'sim:', socketPath })).rejects.toMatchObject({ kind: 'busy' });
    expect(await readFile(socketPath, 'utf8')).toBe('words');
  });

  test('that is too long for a socket, or in a missing folder, is refused with the reason', async () => {
    const folder = temporaryFolder();
    await expect(serveDrive({ device: 'sim:', socketPath: join(folder, 'x'.repeat(120)) })).rejects.toThrow(/at most/);
    await expect(serveDrive({ device: 'sim:', socketPath: join(folder, 'no', 's') })).rejects.toMatchObject({
      kind: 'not-found',
    });
  });
});

test('only a simulated drive is served', async () => {
  await expect(serveDrive({ device: '/dev/sr0', socketPath: '/nowhere' })).rejects.toMatchObject({
    kind: 'unsupported',
  });
});

test('without a server, opening says how to start one', async () => {
  const path = join(temporaryFolder(), 's');
  await expect(openTransport(`unix:${path}`)).rejects.toMatchObject({
    kind: 'not-found',
    remedy: expect.stringContaining('discwright serve'),
  });
});

test('another kind of server is recognized as such', async () => {
  const path = join(temporaryFolder(), 's');
  const foreign = createServer((socket) => socket.end('220 hello, this is a mail server\r\n'));
  await new Promise<void>((resolve) => foreign.listen(path, resolve));
  await expect(openTransport(`unix:${path}`)).rejects.toMatchObject({ kind: 'unsupported' });
  await new Promise((resolve) => foreign.close(resolve));
});

test('memory handed over is returned', async () => {
  const { server, socketPath } = await servedDrive();
  const client = await openTransport(`unix:${socketPath}`);
  const bytes = new Uint8Array(4_096);
  const cdb = Uint8Array.of(0x55, 0x10, 0, 0, 0, 0, 0, 0x10, 0, 0);
  const reply = await client.send({ cdb, data: { direction: 'out', bytes, handOver: true }, timeoutMs: 1_000 });
  expect(bytes.length).toBe(0);
  expect(reply.returned?.length).toBe(4_096);
  await client.close();
  await server.close();
});

test('a command that takes longer than its time-out is timed out by the drive', async () => {
  const { server, socketPath } = await servedDrive();
  const client = await openTransport(`unix:${socketPath}`);
  // SEND OPC INFORMATION with DoOpc takes seconds of the drive's virtual time.
  const cdb = Uint8Array.of(0x54, 1, 0, 0, 0, 0, 0, 0, 0, 0);
  await expect(client.send({ cdb, data: nothing, timeoutMs: 10 })).rejects.toMatchObject({ kind: 'timeout' });
  await client.close();
  await server.close();
});

test('a new medium is reported to each client once', async () => {
  const { server, socketPath } = await servedDrive();
  const clients = [await openTransport(`unix:${socketPath}`), await openTransport(`unix:${socketPath}`)];
  const [first] = clients;
  const ask = async (client = first) => client?.send({ cdb: TEST_UNIT_READY, data: nothing, timeoutMs: 60_000 });
  for (const loadEject of [2, 3]) {
    const cdb = Uint8Array.of(0x1b, 0, 0, 0, loadEject, 0);
    expect(await first?.send({ cdb, data: nothing, timeoutMs: 60_000 })).toMatchObject({ status: 0x00 });
  }
  for (const client of clients) {
    const attention = await ask(client);
    expect(attention).toMatchObject({ outcome: 'answered', status: 0x02 });
    if (attention?.outcome === 'answered')
      expect([...attention.sense.subarray(2, 3), attention.sense[12]]).toEqual([6, 0x28]);
    expect(await ask(client)).toMatchObject({ status: 0x00 });
  }
  await Promise.all(clients.map((client) => client.close()));
  await server.close();
});
