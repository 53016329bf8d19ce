// A burn of an image onto a simulated BD-R of 16x that keeps nothing: node large-burn.mjs BYTES virtual|real
// Prints, as JSON, seconds of writing, of the drive's clock, CPU, memory, and how late the event loop was.
import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { burnData, Drive, openTransport } from '../../dist/index.js';
import { BlockDisc, SimulatedDrive } from '../../dist/simulator/index.js';

const [bytes, time] = [Number(process.argv[2]), process.argv[3]];
const PIECE_BYTES = 4 << 20;
const nothing = async () => {};
const nowhere = {
  write: nothing,
  fill: nothing,
  read: nothing,
  erase: nothing,
  eraseAll: nothing,
  saveStructure: nothing,
  close: nothing,
};

async function wallClock() {
  const transport = await openTransport('sim:?time=real');
  await transport.close();
  return transport.clock;
}

const disc = BlockDisc.blank('BD-R', nowhere);
Object.defineProperty(disc, 'medium', { value: { ...disc.medium, writeSpeeds: [16] } });
const simulated = new SimulatedDrive({ disc, ...(time === 'real' ? { clock: await wallClock() } : {}) });
const piece = new Uint8Array(PIECE_BYTES).fill(0x5a);
const image = {
  name: 'image',
  lengthBytes: bytes,
  repeatable: true,
  async openReader() {
    let at = 0;
    return {
      async read(target) {
        const length = Math.min(target.length, bytes - at, PIECE_BYTES);
        target.set(piece.subarray(0, length));
        at += length;
        return length;
      },
      async close() {},
    };
  },
};

const loop = monitorEventLoopDelay({ resolution: 1 });
const times = {};
const options = { padBlocks: 0, verify: 'none', ending: 'leave-open' };
const steps = burnData(new Drive(simulated), image, options);
let result;
for (let step = await steps.next(); ; step = await steps.next()) {
  if (step.done) {
    result = step.value;
    break;
  }
  const { phase } = step.value;
  if (times[phase] !== undefined) continue;
  times[phase] = { wall: performance.now(), drive: simulated.clock.now() };
  if (phase === 'writing') loop.enable();
  else loop.disable();
}
const { user, system } = process.cpuUsage();
const wall = (times.flushing.wall - times.writing.wall) / 1_000;
const [track] = result.tracks;
console.log(
  JSON.stringify({
    wall,
    drive: (times.flushing.drive - times.writing.drive) / 1_000,
    megabytesPerSecond: bytes / 1e6 / wall,
    cpu: (user + system) / 1e6,
    peakMiB: process.resourceUsage().maxRSS / 1_024,
    underruns: simulated.burner.stream.statistics.links,
    dips: track.buffers?.driveBufferDips ?? 0,
    lowestFifo: (track.buffers?.lowestFifoBytes ?? 0) / (track.buffers?.fifoBytes ?? 1),
    loopP99: loop.percentile(99) / 1e6,
  }),
);
