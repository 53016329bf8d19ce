// Burns one track that fills the 80-minute disc in the given drive, and prints what it cost: node burn.mjs sim:PATH.
import { readFileSync } from 'node:fs';
import { burnAudio, openDrive, readDiscState } from '../../../../../dist/index.js';
import { noiseSource } from '../../../../support/noise-source.mjs';

const drive = await openDrive(process.argv[2]);
const { freeBlocks } = await readDiscState(drive);
// The driver leaves room for two run-out blocks in addition to what the drive reports.
const noise = noiseSource(freeBlocks - 2, 1);

const startMs = performance.now();
const discStartMs = drive.clock.now();
let disc;
for (const burning = burnAudio(drive, [noise]); ; ) {
  const { done, value } = await burning.next();
  if (!done) continue;
  disc = value.disc;
  break;
}
const discMinutes = (drive.clock.now() - discStartMs) / 60_000;
await drive.close();
const seconds = (performance.now() - startMs) / 1_000;
const peakBytes = peakOfThisProgram();
console.log(
  JSON.stringify({ status: disc.status, blocks: disc.tracks[0].lengthBlocks, seconds, discMinutes, peakBytes }),
);

/** On Linux the maxRSS of a process includes that of the process that started it, before exec; VmHWM does not. */
function peakOfThisProgram() {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS * 1_024;
  const [, kibibytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return Number(kibibytes) * 1_024;
}
