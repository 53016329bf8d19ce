import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { noise } from '../../support/noise-source.mjs';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { readSavedDisc, wavFile } from '../support/saved-disc.mjs';
import { serveDrive } from '../support/served-drive.mjs';
import { windowsPath } from './wine.mjs';

const CLI = 'node_modules/discwright/dist/cli/main.js';
const LOOK_EVERY_MS = 20;
const LOG_LIMIT_MS = 180_000;

/** A computer with Windows whose D: has a disc of its own in it: what scenarios work on. */
export class Machine {
  #wine;
  #folder;
  #device;
  #server;

  constructor(wine, folder, device) {
    this.#wine = wine;
    this.#folder = folder;
    this.#device = device;
  }

  /**
   * Has it for the length of `use`, whose result it resolves with.
   * @param options `medium`, `faults`: of the simulated drive
   */
  static with(wine, { medium, faults }, use) {
    return withTemporaryFolder(async (folder) => {
      const path = `sim:${join(folder, 'cd.disc')}`;
      const options = medium === undefined ? [] : [`medium=${encodeURIComponent(medium)}`];
      if (faults !== undefined) {
        await writeFile(join(folder, 'faults.json'), JSON.stringify(faults));
        options.push(`faults=${encodeURIComponent(join(folder, 'faults.json'))}`);
      }
      const machine = new Machine(wine, folder, options.length === 0 ? path : `${path}?${options.join('&')}`);
      await wine.clearLog();
      await machine.plugIn();
      try {
        return await use(machine);
      } finally {
        await machine.unplug();
      }
    });
  }

  async plugIn() {
    this.#server = await serveDrive(this.#device, this.#wine.socketPath);
  }

  /** The server ends, and the disc is saved. */
  async unplug() {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }

  /** The server is killed: the drive is gone from one command to the next. */
  async pullPlug() {
    const server = this.#server;
    this.#server = undefined;
    await server.kill();
  }

  /** The drive, as programs of Linux reach it. */
  get device() {
    return `unix:${this.#wine.socketPath}`;
  }

  /** @returns the disc as {@link readSavedDisc} reads it, once the drive has been unplugged */
  async disc() {
    await this.unplug();
    return readSavedDisc(join(this.#folder, 'cd.disc'));
  }

  /** Leaves WAV files for a burn. @returns their sound, and the paths that Windows knows them by */
  async music(lengths, firstSeed = 1) {
    const sounds = lengths.map((lengthBytes, index) => noise(lengthBytes, firstSeed + index));
    const paths = sounds.map((_, index) => join(this.#folder, `track ${firstSeed + index}.wav`));
    await Promise.all(sounds.map((sound, index) => writeFile(paths[index], wavFile(sound))));
    return { sounds, files: paths.map(windowsPath) };
  }

  path(name) {
    return join(this.#folder, name);
  }

  /** `discwright ARGS` on Windows; fails unless it ends with the exit code that is expected. */
  async discwright(exitCode, args, options) {
    return expectStatus(exitCode, args, await (await this.start(args, options)).ended);
  }

  /** A script out of guest/, which must succeed. @returns what it printed as its last line, which is JSON */
  async script(name, args = [], options) {
    const { ended } = await this.startScript(name, args, options);
    const { stdout } = expectStatus(0, [name, ...args], await ended);
    return JSON.parse(stdout.trim().split('\n').at(-1));
  }

  /** Starts `discwright ARGS`; see {@link Wine.start}. */
  start(args, options) {
    return this.#wine.start(CLI, args, options);
  }

  startScript(name, args, options) {
    return this.#wine.start(join('guest', name), args, options);
  }

  log() {
    return this.#wine.log();
  }

  clearLog() {
    return this.#wine.clearLog();
  }

  /** Takes the right to open the drive away, for the length of `use`. */
  async denied(use) {
    const file = `${this.#wine.device}.denied`;
    await writeFile(file, '');
    return use().finally(() => rm(file));
  }

  /** Does something while a program started with `stopAt` waits there, which then goes on. */
  async meanwhile(use) {
    const file = `${this.#wine.device}.stopped`;
    for (const began = performance.now(); !existsSync(file); await pause(LOOK_EVERY_MS))
      assert.ok(performance.now() - began < LOG_LIMIT_MS, 'no program came to its stop');
    return Promise.resolve(use()).finally(() => rm(file));
  }

  /** Resolves once the log has a line of the pattern. */
  async seen(pattern) {
    for (const began = performance.now(); ; ) {
      const lines = await this.log();
      if (lines.some((line) => pattern.test(line))) return;
      assert.ok(performance.now() - began < LOG_LIMIT_MS, `${pattern} did not come:\n${lines.slice(-20).join('\n')}`);
      await pause(LOOK_EVERY_MS);
    }
  }
}

export function expectStatus(exitCode, args, result) {
  assert.equal(result.status, exitCode, `${args.join(' ')} ended with ${result.status}:\n${result.both.slice(-4_000)}`);
  return result;
}
