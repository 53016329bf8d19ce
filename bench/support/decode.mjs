// Decodes a sound file to what a burn of it would write, and does nothing with it: node decode.mjs FILE
import { openAudioFile } from '../../dist/index.js';

const track = await openAudioFile(process.argv[2]);
const reader = await track.openReader();
const memory = new Uint8Array(1 << 20);
for (let left = track.lengthBytes; left > 0; )
  left -= await reader.read(memory.subarray(0, Math.min(left, memory.length)));
await reader.close();
