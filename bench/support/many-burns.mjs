// Burns on simulated drives in one process: node many-burns.mjs BURNS TRACKS SECONDS
import { burnAudio, openDrive, pcmTrackFromIterable } from '../../dist/index.js';
import { BLOCK_BYTES } from './sound.mjs';

const [burns, tracks, seconds] = process.argv.slice(2).map(Number);
const blocks = seconds * 75;
const PIECE_BLOCKS = 75;

function* sound() {
  for (let sent = 0; sent < blocks; sent += PIECE_BLOCKS) yield Buffer.alloc(PIECE_BLOCKS * BLOCK_BYTES, 1);
}

for (let burn = 0; burn < burns; burn++) {
  const drive = await openDrive('sim:');
  const sources = Array.from({ length: tracks }, (_, index) =>
    pcmTrackFromIterable(sound(), { name: `track ${index + 1}`, announcedBytes: blocks * BLOCK_BYTES }),
  );
  for await (const _progress of burnAudio(drive, sources, { verify: 'none' }));
  await drive.close();
}
