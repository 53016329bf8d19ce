// Burns sound from an iterable while something stands still: node stalled-burn.mjs DEVICE BLOCKS source|main-thread|nothing
// Prints what the event loop's delay and the buffers were, as JSON.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { burnAudio, openDrive, pcmTrackFromIterable } from '../../dist/index.js';
import { BLOCK_BYTES } from './sound.mjs';
import { STALL_MS } from './stall.mjs';

const [device, blocksText, what] = process.argv.slice(2);
const blocks = Number(blocksText);
const PIECE_BLOCKS = 100;

async function* sound() {
  for (let sent = 0; sent < blocks; sent += PIECE_BLOCKS) {
    if (what === 'source' && sent === blocks / 2) await pause(STALL_MS);
    yield Buffer.alloc(Math.min(PIECE_BLOCKS, blocks - sent) * BLOCK_BYTES, sent % 256);
  }
}

function standStill() {
  const end = performance.now() + STALL_MS;
  while (performance.now() < end);
}

const delay = monitorEventLoopDelay({ resolution: 1 });
const drive = await openDrive(device);
const track = pcmTrackFromIterable(sound(), { name: 'sound', announcedBytes: blocks * BLOCK_BYTES });
let stood = what !== 'main-thread';
let buffers;
delay.enable();
for await (const progress of burnAudio(drive, [track], { verify: 'none' })) {
  if (progress.phase !== 'writing') continue;
  buffers = progress.buffers;
  if (!stood && progress.writtenBlocks >= blocks / 2) {
    stood = true;
    standStill();
  }
}
delay.disable();
await drive.close();
console.log(JSON.stringify({ p99Ms: delay.percentile(99) / 1e6, buffers }));
