import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { blankDisc, burnAudio, openDrive, type ServeOptions, serveDrive } from '../../src/index.ts';
import { SocketTransport } from '../../src/server/socket-transport.ts';
import { TransportError } from '../../src/transport/transport-error.ts';
import { rejectionOf } from '../support/rejection.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { drainGenerator } from '../support/tampered-transport.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const opened: AsyncDisposable[] = [];
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const each of opened.splice(0).toReversed()) await each[Symbol.asyncDispose]();
});

async function served(device = 'sim:', options: Partial<ServeOptions> = {}) {
  const socketPath = join(temporaryFolder(), 's');
  const server = await serveDrive({ device, socketPath, ...options });
  opened.push(server);
  const open = async () => {
    const client = await SocketTransport.connect(socketPath);
    opened.push(client);
    return client;
  };
  return { server, socketPath, path: `unix:${socketPath}`, open };
}

const BLOCK_BYTES = 2_352;
const TEST_UNIT_READY = { cdb: new Uint8Array(6), data: { direction: 'none' }, timeoutMs: 5_000 } as const;

/** Idle clients, each greeted. */
async function connectIdle(socketPath: string, count: number): Promise<void> {
  for (let index = 0; index < count; index++) {
    const socket = connect(socketPath);
    sockets.push(socket);
    socket.on('error', () => {});
    await once(socket, 'data');
  }
}

describe('the virtual time of a served drive', () => {
  test('passes while a client waits, and only then', async () => {
    const { open } = await served();
    const [first, second] = [await open(), await open()];
    const before = first.clock.now();
    await first.clock.sleep(3_600_000);
    expect(first.clock.now() - before).toBeGreaterThanOrEqual(3_600_000);
    await second.send(TEST_UNIT_READY);
    expect(second.clock.now()).toBeGreaterThanOrEqual(first.clock.now());
  });

  test('makes a burn of tracks of 80 s as long as it would be: no speed is impossible', async () => {
    const { path, server } = await served();
    await using drive = await openDrive(path);
    const blocks = 80 * 75;
    const before = drive.clock.now();
    const { result } = await drainGenerator(burnAudio(drive, [blocksOfNoise(blocks), blocksOfNoise(blocks, 2)]));
    expect(result.disc.status).toBe('complete');
    // 48 times the speed of playing at most.
    expect(drive.clock.now() - before).toBeGreaterThan((2 * 80_000) / 48);
    expect(server.statistics).toMatchObject({ links: 0, ruinedTracks: 0 });
    expect(server.statistics.lowWaterBytes).toBeGreaterThan(0);
  });

  test('makes erasing a whole disc as long as it would be', async () => {
    const { path } = await served('sim:?medium=CD-RW');
    await using drive = await openDrive(path);
    await drainGenerator(burnAudio(drive, [blocksOfNoise(300)]));
    const { result } = await drainGenerator(blankDisc(drive, { type: 'full' }));
    expect(result.status).toBe('blank');
  });

  test("is the client's own once the connection is lost, so that nothing waits for ever", async () => {
    const { open, server } = await served();
    const client = await open();
    await server.close();
    const before = client.clock.now();
    await client.clock.sleep(1_000);
    expect(client.clock.now() - before).toBe(1_000);
  });

  test('a sleep ends when its signal aborts', async () => {
    const { open } = await served('sim:', { time: 'virtual' });
    const client = await open();
    await expect(client.clock.sleep(5, AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough');
    const stop = new AbortController();
    const sleeping = client.clock.sleep(5, stop.signal);
    stop.abort(new Error('enough'));
    await expect(sleeping).rejects.toThrow('enough');
    await client.send(TEST_UNIT_READY);
  });
});

describe('more programs than there are places', () => {
  test('idle ones lock nobody out: the one that has been idle longest makes room, and is told', async () => {
    const { open, socketPath } = await served();
    const oldest = await open();
    const active = await open();
    await connectIdle(socketPath, 62);
    await active.send(TEST_UNIT_READY);
    const newest = await open();
    expect(await newest.send(TEST_UNIT_READY)).toMatchObject({ status: 0x00 });
    expect(await active.send(TEST_UNIT_READY)).toMatchObject({ status: 0x00 });
    const error = await rejectionOf(oldest.send(TEST_UNIT_READY), TransportError);
    expect(error).toMatchObject({ kind: 'gone', reason: expect.stringMatching(/this one had been idle longest/) });
  });

  test('one that has the drive for itself is not disconnected, however long it is idle', async () => {
    const { open, socketPath } = await served();
    const holder = await open();
    await holder.takeExclusive('holder');
    await connectIdle(socketPath, 100);
    expect(await holder.send(TEST_UNIT_READY)).toMatchObject({ status: 0x00 });
  });

  test('all of them waiting for an answer: the next one is told that the drive is busy', async () => {
    const { open, server } = await served('sim:', { time: 'real' });
    // SEND OPC INFORMATION with DoOpc takes seconds.
    const cdb = Uint8Array.of(0x54, 1, 0, 0, 0, 0, 0, 0, 0, 0);
    const waiting: Promise<unknown>[] = [];
    const fill = async (): Promise<never> => {
      for (;;) {
        waiting.push((await open()).send({ ...TEST_UNIT_READY, cdb, timeoutMs: 60_000 }).catch(() => {}));
        // The server is in this process: after these turns of the event loop it has read the request.
        for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
      }
    };
    const asked = await rejectionOf(fill(), TransportError);
    expect(asked).toMatchObject({
      kind: 'busy',
      reason: expect.stringMatching(/^64 programs are using the drive/),
      remedy: 'Wait until one of them has ended',
    });
    await server.close();
    await Promise.all(waiting);
  });
});

describe('exclusive access', () => {
  test('of one program is refused to another with its name, until it is released or the program ends', async () => {
    const { open } = await served();
    const [first, second] = [await open(), await open()];
    await first.takeExclusive('first program');
    await first.takeExclusive('first program');
    const error = await rejectionOf(second.takeExclusive('second program'), TransportError);
    expect(error).toMatchObject({ kind: 'busy', reason: expect.stringMatching(/first program has exclusive use/) });
    // As on Linux: programs that do not ask for it are answered.
    expect(await second.send(TEST_UNIT_READY)).toMatchObject({ status: 0x00 });
    await first.releaseExclusive();
    await second.takeExclusive('second program');
    await second.close();
    await untilTaken(first);
  });

  test('keeps a second burn away from a served drive', async () => {
    const { path } = await served();
    await using first = await openDrive(path);
    await using second = await openDrive(path);
    const burning = burnAudio(first, [blocksOfNoise(300)], { owner: 'the first' });
    await burning.next();
    await expect(drainGenerator(burnAudio(second, [blocksOfNoise(300)]))).rejects.toMatchObject({
      message: expect.stringMatching(/the first has exclusive use/),
    });
    await drainGenerator(burning);
  });
});

/** The server notices a lost client some time after it has gone. */
async function untilTaken(client: SocketTransport): Promise<void> {
  for (;;) {
    try {
      return await client.takeExclusive('first program');
    } catch (error) {
      expect(error).toMatchObject({ kind: 'busy' });
    }
  }
}

test('links and the low-water mark of the buffer are statistics that every client can read', async () => {
  const { open, server } = await served('sim:', { time: 'virtual' });
  const client = await open();
  const { lowWaterBytes, bufferBytes, ...counts } = await client.statistics();
  expect(counts).toEqual({ links: 0, ruinedTracks: 0, refusedWrites: 0 });
  expect(lowWaterBytes).toBe(bufferBytes);
  await using drive = await openDrive(client.path);
  const source = blocksOfNoise(2_000, 1, {
    onRead: (position) => (position > 1_500 * BLOCK_BYTES ? drive.clock.sleep(2_000) : undefined),
  });
  await drainGenerator(burnAudio(drive, [source], { ending: 'leave-open', fifoBytes: 0 }));
  const after = await client.statistics();
  expect(after.links).toBeGreaterThan(0);
  expect(after.lowWaterBytes).toBe(0);
  expect(server.statistics).toEqual(after);
});
