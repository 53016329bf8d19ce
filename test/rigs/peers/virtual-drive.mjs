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
 * Runs `work` with a virtual burner that has a disc and a folder of its own, at nodes that programs see through the preload
 * library. Everything is removed when `work` has ended, also if it failed.
 * @param options `medium` of the blank disc; `faults`; `time` of the drive: virtual (default), or real, to catch a program while
 *   it burns and because the driver would not believe such a speed; `maxBytes`: the most that the nodes carry in one
 *   command; `logBytes`: how much of the data of a command {@link VirtualDrive.commands} has (default 64); `node`: the Node that runs discwright and the server
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

/** A scenario with a virtual drive of its own, in which a program mostly sleeps; options as for {@link atVirtualDrive}. */
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

  /** Stops the server, which saves the disc. */
  async stop() {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }

  /** Stops the server, and serves another disc, which is blank if its file does not exist, in the same drive. */
  async changeDisc(name) {
    await this.stop();
    this.discPath = join(this.folder, name);
    await this.serve();
  }

  /** Like unplugging the drive. */
  async killServer() {
    const server = this.#server;
    this.#server = undefined;
    await server.kill();
  }

  /** Stops the server and reads the disc that it left. */
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

  /** What a program that sees the drive writes to its standard output, as bytes; it must succeed. */
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
    const { maxBytes, logBytes } = this.#options;
    const nodes = preloadEnvironment(this.socketPath, { sr: SR, sg: SG, maxBytes, log: this.#logPath, logBytes });
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

  /** Starts the built command line on a node of the drive. */
  startDiscwright(args, { device = SR, ...options } = {}) {
    return this.start(this.#node, [discwrightScript, ...args, '--device', device], options);
  }

  discwright(args, { device = SR, ...options } = {}) {
    return this.run(this.#node, [discwrightScript, ...args, '--device', device], options);
  }

  /** Like {@link discwright} with `--json`; returns the object that it prints. */
  async ask(args, options) {
    return JSON.parse((await this.discwright([...args, '--json'], options)).stdout);
  }

  /** The lines that `trace show` prints for a recorded trace. */
  async traceInWords(path) {
    const { stdout } = await runExpecting(0, this.#node, [discwrightScript, 'trace', 'show', path]);
    return stdout.trimEnd().split('\n');
  }

  /** Opens the drive in this process, over the socket, also while another program uses the node. */
  async openBySocket(work) {
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

  /** After a failure, nothing may be left running. */
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
