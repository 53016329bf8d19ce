import { AUDIO_BLOCK_BYTES } from '../../dist/index.js';
import { BlockDisc } from '../../dist/simulator/index.js';
import { blockStateOf } from './block-truth.mjs';
import { contentOf, RAW_BLOCK_BYTES } from './material.mjs';

/*
 * What is on the simulated disc, from the simulator's own data and blocks, without commands and without any part of the
 * driver.
 */

/** The disc as a truthful drive would describe it; compare with the driver's `DiscState`. */
export function stateOf(disc) {
  if (disc instanceof BlockDisc) return blockStateOf(disc);
  const { sessions, pma, openTrack, complete, unfinished } = disc;
  const untouched = pma.length === 0 && openTrack === undefined;
  const status = complete
    ? 'complete'
    : unfinished === 'erasing'
      ? 'other'
      : sessions.length === 0 && untouched && unfinished === undefined
        ? 'blank'
        : 'appendable';
  const lastSession = complete
    ? 'complete'
    : unfinished !== undefined || openTrack?.damaged
      ? 'damaged'
      : untouched
        ? 'empty'
        : 'incomplete';
  const tracks = disc.tracks.map(({ track, session, open }) => ({
    number: track.number,
    session,
    startLba: track.startLba,
    lengthBlocks: track.lengthBlocks,
    blockBytes: track.blockBytes,
    damaged: track.damaged ?? false,
    open: open && !track.damaged,
  }));
  return { status, lastSession, tracks };
}

/** How many of a track's blocks, from its first, hold what is wanted. */
export async function goodBlocks(
  disc,
  { startLba, lengthBlocks, blockBytes },
  { bytes: sent, blockBytes: own, blocks },
) {
  const most = Math.min(lengthBlocks, blocks);
  let block = 0;
  while (block < most) {
    const stored = await disc.read(startLba + block, most - block);
    if (stored === undefined) return block;
    const bytes = mainChannel(stored, blockBytes);
    const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const place = sent.subarray(block * own, block * own + bytes.length);
    if (!found.equals(place)) return block + firstDifferentBlock(found, place, own);
    block += bytes.length / own;
  }
  return block;
}

/** The sound of blocks that may be kept with their sub-channels. */
function mainChannel(stored, blockBytes) {
  if (blockBytes !== RAW_BLOCK_BYTES) return stored;
  const blocks = Array.from({ length: stored.length / blockBytes }, (_, block) =>
    stored.subarray(block * blockBytes, block * blockBytes + AUDIO_BLOCK_BYTES),
  );
  return blocks.length === 1 ? blocks[0] : Buffer.concat(blocks);
}

function firstDifferentBlock(found, place, blockBytes) {
  let block = 0;
  const cut = (bytes) => bytes.subarray(block * blockBytes, (block + 1) * blockBytes);
  while (cut(found).equals(cut(place))) block++;
  return block;
}

/** State and blocks together: for each track, what is wanted of it, and how many blocks of that it holds. */
export async function lookAt(disc, wanted) {
  const state = stateOf(disc);
  const tracks = [];
  for (const track of state.tracks) {
    const content = contentOf(wanted[track.number - 1]);
    const held = content === undefined ? 0 : await goodBlocks(disc, track, content);
    tracks.push({ ...track, wantedBlocks: content?.blocks, goodBlocks: held });
  }
  return { ...state, tracks };
}

/** What is not as wanted; empty when the work is complete. */
export function differences(found, { status, lastSession, tracks }) {
  const wrong = [];
  if (found.status !== status || found.lastSession !== lastSession) wrong.push('the disc is not as wanted');
  if (found.tracks.length !== tracks.length) wrong.push('the disc has other tracks');
  for (const [index, { session, cut = false, overwritten = false }] of tracks.entries()) {
    const track = found.tracks[index];
    if (track === undefined) continue;
    const { wantedBlocks } = track;
    const long = cut || ((overwritten || track.lengthBlocks === wantedBlocks) && track.goodBlocks === wantedBlocks);
    if (track.session !== session || track.open || track.damaged || !long) wrong.push('a track is not as wanted');
  }
  return [...new Set(wrong)];
}
