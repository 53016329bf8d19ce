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

/** A Windows computer whose drive D: has its own disc: what a scenario works on. */
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
   * Runs `use` with a new machine.
   * @param options `medium`, `faults`: of the simulated drive
   * @returns what `use` returned
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

  /** Stops the server, which saves the disc. */
  async unplug() {
    const server = this.#server;
    this.#server = undefined;
    await server?.stop();
  }

  /** Kills the server: the drive disappears between two commands. */
  async pullPlug() {
    const server = this.#server;
    this.#server = undefined;
    await server.kill();
  }

  /** The drive's path for programs on Linux. */
  get device() {
    return `unix:${this.#wine.socketPath}`;
  }

  /** Unplugs the drive. @returns its disc, as {@link readSavedDisc} reads it */
  async disc() {
    await this.unplug();
    return readSavedDisc(join(this.#folder, 'cd.disc'));
  }

  /** Writes WAV files for a burn. @returns their sound, and their paths on Windows */
  async music(lengths, firstSeed = 1) {
    const sounds = lengths.map((lengthBytes, index) => noise(lengthBytes, firstSeed + index));
    const paths = sounds.map((_, index) => join(this.#folder, `track ${firstSeed + index}.wav`));
    await Promise.all(sounds.map((sound, index) => writeFile(paths[index], wavFile(sound))));
    return { sounds, files: paths.map(windowsPath) };
  }

  path(name) {
    return join(this.#folder, name);
  }

  /** Runs `discwright ARGS` on Windows; fails unless it ends with the expected exit code. */
  async discwright(exitCode, args, options) {
    return expectStatus(exitCode, args, await (await this.start(args, options)).ended);
  }

  /** Runs a script from guest/, which must succeed. @returns the JSON of the last line that it printed */
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

  /** Denies access to the drive while `use` runs. */
  async denied(use) {
    const file = `${this.#wine.device}.denied`;
    await writeFile(file, '');
    return use().finally(() => rm(file));
  }

  /** Runs `use` while a program that was started with `stopAt` waits at that WRITE; then lets it continue. */
  async meanwhile(use) {
    const file = `${this.#wine.device}.stopped`;
    for (const began = performance.now(); !existsSync(file); await pause(LOOK_EVERY_MS))
      assert.ok(performance.now() - began < LOG_LIMIT_MS, 'no program reached its stop');
    return Promise.resolve(use()).finally(() => rm(file));
  }

  /** Resolves once a line of the log matches. */
  async seen(pattern) {
    for (const began = performance.now(); ; ) {
      const lines = await this.log();
      if (lines.some((line) => pattern.test(line))) return;
      assert.ok(performance.now() - began < LOG_LIMIT_MS, `${pattern} did not appear:\n${lines.slice(-20).join('\n')}`);
      await pause(LOOK_EVERY_MS);
    }
  }
}

export function expectStatus(exitCode, args, result) {
  assert.equal(result.status, exitCode, `${args.join(' ')} ended with ${result.status}:\n${result.both.slice(-4_000)}`);
  return result;
}
