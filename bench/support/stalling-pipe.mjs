// Writes sound to standard output and stands still in the middle: node stalling-pipe.mjs BLOCKS
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { BLOCK_BYTES } from './sound.mjs';
import { STALL_MS } from './stall.mjs';

const blocks = Number(process.argv[2]);
const PIECE_BLOCKS = 100;
for (let sent = 0; sent < blocks; sent += PIECE_BLOCKS) {
  if (sent === blocks / 2) await pause(STALL_MS);
  const piece = Buffer.alloc(Math.min(PIECE_BLOCKS, blocks - sent) * BLOCK_BYTES, sent % 256);
  if (!process.stdout.write(piece)) await once(process.stdout, 'drain');
}
