import { blankDisc, burnAudio, burnData, closeDisc, Drive, ejectDisc } from '../../dist/index.js';
import { BlockDisc, SimulatedDrive } from '../../dist/simulator/index.js';
import { isBlockDiscUsable } from './block-truth.mjs';
import { DRIVE, drained, FIFO_BYTES, image, PAD_BLOCKS, sources } from './material.mjs';
import { lookAt, stateOf } from './truth.mjs';

const READY_LIMIT_MS = 1_800_000;

/** Allows for another erase, then a burn. */
const MOST_STEPS = 3;

/**
 * The fault is over, and another program makes the best of the disc: what is finished must play, or the disc must accept
 * a burn. A drive that was disconnected is plugged in again.
 * @returns what went wrong; undefined when all is well
 */
export async function recover(watched, { scenario, gone, succeeded }) {
  const { simulated, disc } = watched;
  watched.heal();
  const transport = gone ? new SimulatedDrive({ ...DRIVE, disc }) : simulated.connect({ intrudes: true });
  const drive = new Drive(transport);
  try {
    await drive.whenReady({ activity: 'getting ready', limitMs: READY_LIMIT_MS, discInformation: true });
    const { tracks } = await lookAt(disc, scenario.wanted.tracks);
    const finished = tracks.filter(({ open, damaged }) => !open && !damaged);
    const words = await untilUsable(drive, disc);
    if (words !== undefined) return words;
    const wrongAgain = succeeded ? undefined : await scenario.again?.(drive);
    if (wrongAgain !== undefined) return wrongAgain;
    // The drive may not have heard the command to unlock from the program that locked it.
    const { tray } = gone ? transport.burner : simulated.burner;
    if (tray.locked) await ejectDisc(drive, { owner: 'another program' });
    if (tray.locked) return 'the tray stays locked';
    if (disc instanceof BlockDisc && disc.structure.layout !== 'sequential') return undefined;
    return stateOf(disc).tracks.length === 0 || scenario.name === 'blank'
      ? undefined
      : await lost(finished, disc, scenario);
  } catch (error) {
    return `${error.name}: ${error.message}`;
  } finally {
    await drive.close();
  }
}

async function untilUsable(drive, disc) {
  if (disc instanceof BlockDisc) return untilBlockDiscUsable(drive, disc);
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    if (disc.complete) return disc.openTrack === undefined ? undefined : 'complete, with an open track';
    if (disc.unfinished === 'erasing') await drained(blankDisc(drive));
    else if (disc.pma.length === 0 && disc.openTrack === undefined && disc.unfinished === undefined) {
      await drained(burnAudio(drive, sources(5), { fifoBytes: FIFO_BYTES, verify: 'none' }));
    } else await drained(closeDisc(drive));
  }
  return disc.complete ? undefined : 'nothing makes the disc complete';
}

/** A DVD or BD: one that is overwritten must take a burn, the others can be closed. */
async function untilBlockDiscUsable(drive, disc) {
  const options = { fifoBytes: FIFO_BYTES, padBlocks: PAD_BLOCKS, verify: 'full' };
  if (disc.structure.layout !== 'sequential') {
    await drained(burnData(drive, image(1), { ...options, overwrite: true }));
    return undefined;
  }
  for (let steps = 0; steps < MOST_STEPS && !isBlockDiscUsable(disc); steps++) {
    const { status, lastSession } = stateOf(disc);
    const appends = status === 'appendable' && lastSession === 'empty';
    if (status === 'blank' || appends) await drained(burnData(drive, image(1), { ...options, append: appends }));
    else await drained(closeDisc(drive));
  }
  return isBlockDiscUsable(disc) ? undefined : 'nothing makes the disc complete';
}

/** Tracks that were finished before and have changed. */
async function lost(finished, disc, scenario) {
  const { tracks } = await lookAt(disc, scenario.wanted.tracks);
  const missing = finished.find((track) => {
    const now = tracks[track.number - 1];
    const same =
      now?.startLba === track.startLba &&
      now.lengthBlocks === track.lengthBlocks &&
      now.goodBlocks === track.goodBlocks;
    return !same || now.open || now.damaged;
  });
  return missing === undefined ? undefined : `track ${missing.number} has changed`;
}
