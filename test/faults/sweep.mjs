import { fork } from 'node:child_process';
import { join } from 'node:path';

const WORKER = join(import.meta.dirname, 'worker.mjs');

const BATCH = 25;
/** Real time without a message from a worker, after which it must be stuck in a loop. */
const SILENCE_LIMIT_MS = 120_000;

/**
 * Runs cells in the given number of processes.
 * @param onReport receives each cell with its report; `{ hung: true }` for one that never ended
 */
export async function sweep(cells, { processes, onReport }) {
  const queue = cells.map((cell, id) => ({ id, cell }));
  let next = 0;
  const take = (most) => {
    const batch = queue.slice(next, next + most);
    next += batch.length;
    return batch;
  };
  const lane = async () => {
    let worker = new Worker();
    try {
      for (let batch = take(BATCH); batch.length > 0; batch = take(BATCH)) {
        while (batch.length > 0) {
          const left = await worker.run(batch, onReport);
          if (left.length === 0) break;
          const [hung, ...others] = left;
          onReport(hung.cell, { hung: true });
          worker.kill();
          worker = new Worker();
          batch = others;
        }
      }
    } finally {
      worker.end();
    }
  };
  await Promise.all(Array.from({ length: processes }, lane));
}

class Worker {
  #process = fork(WORKER);

  /** @returns the cells of the batch that were not reported because the worker fell silent or died */
  run(batch, onReport) {
    return new Promise((resolve) => {
      let left = batch;
      let timer;
      const finish = () => {
        clearTimeout(timer);
        this.#process.off('message', hear);
        this.#process.off('exit', finish);
        resolve(left);
      };
      const listen = () => {
        clearTimeout(timer);
        timer = setTimeout(finish, SILENCE_LIMIT_MS);
      };
      const hear = ({ done, id, report }) => {
        listen();
        if (done) return finish();
        const { cell } = left.find((each) => each.id === id);
        left = left.filter((each) => each.id !== id);
        onReport(cell, report);
      };
      this.#process.on('message', hear);
      this.#process.once('exit', finish);
      listen();
      this.#process.send(batch);
    });
  }

  kill() {
    this.#process.kill('SIGKILL');
  }

  end() {
    if (this.#process.connected) this.#process.disconnect();
  }
}
