import { fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown } from 'node:fs/promises';
import { join } from 'node:path';
import { CDROM_GROUP } from './users.mjs';

/** A virtual burner that the kernel knows as /dev/srN and /dev/sgN, in its own process. */
export class VirtualDrive {
  #process;
  #lastId = 0;
  #answers = new Map();
  #events = [];
  #waiting = [];
  #ended;

  static async plugIn({ medium = 'CD-R 80' } = {}) {
    const drive = new VirtualDrive(medium);
    const { nodes } = await drive.event('ready');
    drive.block = nodes.block;
    drive.generic = nodes.generic;
    // As udev does.
    for (const node of [nodes.block, nodes.generic]) {
      await chown(node, 0, CDROM_GROUP);
      await chmod(node, 0o660);
    }
    return drive;
  }

  constructor(medium) {
    this.#process = fork(join(import.meta.dirname, 'drive-process.mjs'), [JSON.stringify({ medium })], {
      serialization: 'advanced',
    });
    this.#ended = once(this.#process, 'exit');
    this.#process.on('message', (message) => this.#take(message));
    this.#ended.then(([status, signal]) => {
      for (const { reject } of [...this.#answers.values(), ...this.#waiting])
        reject(new Error(`the drive's process has ended with ${status ?? signal}`));
    });
  }

  #take(message) {
    if (message.event !== undefined) {
      const index = this.#waiting.findIndex(({ name }) => name === message.event);
      if (index < 0) this.#events.push(message);
      else this.#waiting.splice(index, 1)[0].resolve(message);
      return;
    }
    const answer = this.#answers.get(message.id);
    this.#answers.delete(message.id);
    if (message.error === undefined) answer.resolve(message.value);
    else answer.reject(new Error(message.error));
  }

  /** The next event of that name: `ready`, `held`, `failed`. */
  event(name) {
    const index = this.#events.findIndex(({ event }) => event === name);
    if (index >= 0) return Promise.resolve(this.#events.splice(index, 1)[0]);
    return new Promise((resolve, reject) => this.#waiting.push({ name, resolve, reject }));
  }

  /** One of the tasks of drive-process.mjs. */
  do(task, ...parameters) {
    const id = ++this.#lastId;
    this.#process.send({ id, task, parameters });
    return new Promise((resolve, reject) => this.#answers.set(id, { resolve, reject }));
  }

  async stop() {
    if (this.#process.exitCode === null && this.#process.signalCode === null) this.#process.kill('SIGTERM');
    await this.#ended;
  }

  async kill() {
    this.#process.kill('SIGKILL');
    await this.#ended;
  }
}
