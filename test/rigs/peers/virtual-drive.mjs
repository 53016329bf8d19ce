import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openDrive } from '../../../dist/index.js';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { preloadEnvironment } from '../preload/build.mjs';
import { runExpecting, startProgram } from '../support/programs.mjs';
import { readSavedDisc } from '../support/saved-disc.mjs';
import { discwrightScript, serveDrive } from '../support/served-drive.mjs';

export const SR = '/dev/sr0';
export const SG = '/dev/sg0';
const OUTPUT_LIMIT_MS = 120_000;

/**
 * A virtual burner with a disc of its own in a folder of its own, behind nodes that programs see through the preload
 * library. Everything is gone when `work` has ended, however it ended.
 * @param options `medium` of the blank; `faults`; `time` that the drive takes: virtual, or real, where a program must be caught
 *   while it burns and the driver would not believe how fast it goes; `maxBytes`: the most that the nodes carry in one
 *   command; `node` that runs discwright, the server too
 * @returns what `work` returned
 */
export function atVirtualDrive(options, work) {
  return withTemporaryFolder(async (folder) => {
    const drive = new VirtualDrive(folder, options);
    try {
      await drive.serve();
      return await work(drive);
    } finally {
      await drive.abandon();
    }
  });
}

/** A scenario with a virtual drive of its own, in which a program mostly sleeps; options as of {@link atVirtualDrive}. */
export const scenario = (name, work, options = {}) => ({
  name,
  waits: true,
  run: () => atVirtualDrive(options, work),
});

class VirtualDrive {
  folder;
  discPath;
  socketPath;
  #options;
  #server;
  #programs = new Set();

  constructor(folder, options) {
    this.folder = folder;
    this.discPath = join(folder, 'my.disc');
    this.socketPath = join(folder, 'drive.sock');
    this.#options = options;
  }

  async serve({ faults = this.#options.faults } = {}) {
    const query = new URLSearchParams();
    if (this.#options.medium !== undefined) query.set('medium', this.#options.medium);
    if (faults !== undefined) {
      const faultsPath = join(this.folder, 'faults.json');
      await writeFile(faultsPath, JSON.stringify(faults));
      query.set('faults', faultsPath);
    }
    const { time = 'virtual' } = this.#options;
    this.#server = await serveDrive(`sim:${this.discPath}?${query}`, this.socketPath, ['--time', time], this.#node);
  }

  /** The disc is saved. */
  async stop() {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }

  /** As a drive that is unplugged. */
  async killServer() {
    const server = this.#server;
    this.#server = undefined;
    await server.kill();
  }

  /** Ends the server and looks at the disc that it has left. */
  async disc() {
    await this.stop();
    return readSavedDisc(this.discPath);
  }

  /** Starts a program that sees the drive. */
  start(program, args, { environment = {}, ...options } = {}) {
    const { cwd, env } = this.#surroundings();
    const started = startProgram(program, args, { cwd, env: { ...env, ...environment }, ...options });
    this.#programs.add(started);
    const forget = () => this.#programs.delete(started);
    started.ended.then(forget, forget);
    return started;
  }

  /** Runs a program that sees the drive, and throws unless it ends with the expected status. */
  async run(program, args, { status = 0, ...options } = {}) {
    const started = this.start(program, args, options);
    const result = await started.ended;
    if (result.status === status) return result;
    const ended = result.signal === null ? `ended with ${result.status}` : `was ended by ${result.signal}`;
    throw new Error(`${program} ${args.join(' ')} ${ended}, expected ${status}:\n${result.both.slice(-6_000)}`);
  }

  /** What a program that sees the drive writes to its standard output, as bytes; it must end well. */
  async output(program, args) {
    const { stdout } = await promisify(execFile)(program, args, {
      ...this.#surroundings(),
      encoding: 'buffer',
      timeout: OUTPUT_LIMIT_MS,
      killSignal: 'SIGKILL',
    });
    return stdout;
  }

  #surroundings() {
    const { maxBytes } = this.#options;
    const nodes = preloadEnvironment(this.socketPath, { sr: SR, sg: SG, maxBytes, log: this.#logPath });
    return { cwd: this.folder, env: { ...nodes, LC_ALL: 'C' } };
  }

  /** Every command that came through the nodes so far: CDB, the first data to the drive, SCSI and host status. */
  async commands() {
    const lines = (await readFile(this.#logPath, 'utf8')).trim().split('\n');
    return lines.map((line) => {
      const [cdb, data, status, hostStatus] = line.split(' ');
      const bytes = Buffer.from(data === '-' ? '' : data, 'hex');
      return { cdb: Buffer.from(cdb, 'hex'), data: bytes, status: Number(status), hostStatus: Number(hostStatus) };
    });
  }

  /** The built command line, on a node of the drive. */
  startDiscwright(args, { device = SR, ...options } = {}) {
    return this.start(this.#node, [discwrightScript, ...args, '--device', device], options);
  }

  discwright(args, { device = SR, ...options } = {}) {
    return this.run(this.#node, [discwrightScript, ...args, '--device', device], options);
  }

  /** As {@link discwright} with `--json`: the object that it prints. */
  async ask(args, options) {
    return JSON.parse((await this.discwright([...args, '--json'], options)).stdout);
  }

  /** What `--trace` has recorded, in words as `trace show` prints them, a line each. */
  async traceInWords(path) {
    const { stdout } = await runExpecting(0, this.#node, [discwrightScript, 'trace', 'show', path]);
    return stdout.trimEnd().split('\n');
  }

  /** Opens the drive beside the node's program, over the socket itself. */
  async openBeside(work) {
    const drive = await openDrive(`unix:${this.socketPath}`);
    try {
      return await work(drive);
    } finally {
      await drive.close();
    }
  }

  path(name) {
    return join(this.folder, name);
  }

  async write(name, bytes) {
    const path = this.path(name);
    await writeFile(path, bytes);
    return path;
  }

  /** After a failure nothing may be left that runs. */
  async abandon() {
    for (const program of this.#programs) program.kill('SIGKILL');
    await this.#server?.kill();
  }

  get #logPath() {
    return join(this.folder, 'commands');
  }

  get #node() {
    return this.#options.node ?? process.execPath;
  }
}
