import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import type { BlockingDevice, OpenBlockingDevice } from './blocking-device.ts';
import { type BlockingSender, runBatchBlocking, runRequestBlocking } from './run-request.ts';
import { type ThreadAnswer, type ThreadRequest, type ThreadStart, toDetails } from './thread-messages.ts';
import type { ScsiReply } from './transport.ts';
import { wallClock } from './wall-clock.ts';

/** A chain broken by a thread that cannot notify is noticed within this time. */
const LONGEST_NAP_MS = 20;

const { path, source, stop, closed } = workerData as ThreadStart;
const port = parentPort as MessagePort;
const post = (answer: ThreadAnswer, memory: ArrayBuffer[] = []): void => port.postMessage(answer, memory);
const napping = new Int32Array(new SharedArrayBuffer(4));

/** The memory of a reply that is transferred instead of copied. */
function memoryOf(reply: ScsiReply): ArrayBuffer[] {
  const views = reply.outcome === 'answered' ? [reply.data, reply.returned] : [reply.returned];
  return views.filter((view) => view !== undefined && view.byteLength > 0).map((view) => view?.buffer as ArrayBuffer);
}

const LAST_TIMEOUT_MS = 10_000;

/** Nobody is left who could be told of a failure. */
function sendLast(device: BlockingDevice, cdb: Uint8Array): void {
  try {
    device.execute({ cdb, data: { direction: 'none' }, timeoutMs: LAST_TIMEOUT_MS });
  } catch {}
}

function serve(device: BlockingDevice): void {
  const sender: BlockingSender = {
    path,
    device,
    isStopped: () => Atomics.load(stop, 0) !== 0,
    time: {
      now: wallClock.now,
      pause: (milliseconds, isOver) => {
        const until = wallClock.now() + milliseconds;
        for (let left = milliseconds; left > 0 && !isOver(); left = until - wallClock.now()) {
          Atomics.wait(napping, 0, 0, Math.min(left, LONGEST_NAP_MS));
        }
      },
    },
  };
  port.on('message', (message: ThreadRequest) => {
    if (message.type === 'close') {
      for (const cdb of message.last) sendLast(device, cdb);
      device.close();
      Atomics.store(closed, 0, 1);
      Atomics.notify(closed, 0);
      process.exit(0);
    }
    try {
      if (message.type === 'send') {
        const reply = runRequestBlocking(message.request, sender);
        post({ type: 'done', id: message.id, reply }, memoryOf(reply));
        return;
      }
      if (message.type === 'sendBatch') {
        const reply = runBatchBlocking(message.batch, sender);
        post({ type: 'done', id: message.id, reply }, [reply.returned.buffer]);
        return;
      }
      if (message.type === 'takeExclusive') device.takeExclusive(message.owner);
      else device.releaseExclusive();
      post({ type: 'done', id: message.id });
    } catch (error) {
      post({ type: 'failed', id: message.id, error: toDetails(error, path) });
    }
  });
}

try {
  const module = (await import(source.module)) as { openBlockingDevice: OpenBlockingDevice };
  const device = await module.openBlockingDevice(path, source.options);
  serve(device);
  post({ type: 'opened', maxTransferBytes: device.maxTransferBytes });
} catch (error) {
  post({ type: 'openFailed', error: toDetails(error, path) });
}
