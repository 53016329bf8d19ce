import { createCipheriv } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { preloadEnvironment } from '../preload/build.mjs';
import { runExpecting } from '../support/programs.mjs';
import { serveDrive } from '../support/served-drive.mjs';
import { readDisc } from './disc.mjs';

export const AUDIO_BLOCK_BYTES = 2_352;
export const DATA_BLOCK_BYTES = 2_048;
const WAV_HEADER_BYTES = 44;

/** Bytes that no two blocks share, the same for the same seed. */
export const noise = (lengthBytes, seed) =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16, seed), Buffer.alloc(16)).update(Buffer.alloc(lengthBytes));

/** Filled up with zeros to whole blocks, as every program here does when it is told to pad. */
export const padded = (bytes, blockBytes = AUDIO_BLOCK_BYTES) =>
  Buffer.concat([bytes, Buffer.alloc((blockBytes - (bytes.length % blockBytes)) % blockBytes)]);

export function wavOf(pcm) {
  const header = Buffer.alloc(WAV_HEADER_BYTES);
  header.write('RIFF');
  header.writeUInt32LE(pcm.length + WAV_HEADER_BYTES - 8, 4);
  header.write('WAVEfmt ', 8);
  for (const [offset, value] of [
    [16, 16],
    [24, 44_100],
    [28, 176_400],
    [40, pcm.length],
  ])
    header.writeUInt32LE(value, offset);
  for (const [offset, value] of [
    [20, 1],
    [22, 2],
    [32, 4],
    [34, 16],
  ])
    header.writeUInt16LE(value, offset);
  header.write('data', 36);
  return Buffer.concat([header, pcm]);
}

/** One scenario's folder, served drive and programs. */
class Bench {
  #server;
  #settings;

  constructor(folder, settings) {
    this.folder = folder;
    this.#settings = settings;
  }

  path(name) {
    return join(this.folder, name);
  }

  async write(name, bytes) {
    await writeFile(this.path(name), bytes);
    return this.path(name);
  }

  /** Serves the disc, with what the scenario has set and these options of `sim:` besides. */
  async serve(options = {}) {
    const query = new URLSearchParams({ ...this.#settings.device, ...options }).toString();
    this.#server = await serveDrive(`sim:${this.path('my.disc')}${query && `?${query}`}`, this.path('socket'));
  }

  /** Runs a program that finds the drive at /dev/sr0 and /dev/sg0; the library is preloaded into it alone. */
  run(expectedStatus, program, ...args) {
    const env = preloadEnvironment(this.path('socket'), { log: this.path('commands') });
    return runExpecting(expectedStatus, program, args, { env, cwd: this.folder });
  }

  /** Every command so far, by programs and by the nodes' own ioctls: CDB and the first data to the drive as hex. */
  async commands() {
    const lines = (await readFile(this.path('commands'), 'utf8')).trim().split('\n');
    return lines.map((line) => {
      const [cdb, data, status] = line.split(' ');
      return {
        cdb: Buffer.from(cdb, 'hex'),
        data: Buffer.from(data === '-' ? '' : data, 'hex'),
        status: Number(status),
      };
    });
  }

  /** Stops the server, which saves the disc, and reads all of that. */
  async disc() {
    await this.stop();
    return readDisc(this.path('my.disc'));
  }

  async stop() {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }
}

/**
 * @param run is given a {@link Bench} whose drive is served, in a folder that goes when it has ended
 * @param device options of `sim:` for all of the scenario
 */
export const scenario = (name, run, device = {}) => ({
  name,
  run: async () => {
    const folder = await mkdtemp(join(tmpdir(), 'discwright-peers-'));
    const bench = new Bench(folder, { device });
    try {
      await bench.serve();
      return await run(bench);
    } finally {
      await bench.stop().catch(() => {});
      await rm(folder, { recursive: true, force: true });
    }
  },
});
