import { CloseFunction } from '../../mmc/commands/close-track-session.ts';
import { CapacityType } from '../../mmc/commands/read-format-capacities.ts';
import { MultiSession, WriteType } from '../../mmc/mode-pages/write-parameters.ts';
import { illegalRequest } from '../check-condition.ts';
import type { TimedEffect } from '../core.ts';
import type { BlockDisc } from '../media/block-disc/block-disc.ts';
import { layerBreakOf } from '../media/block-disc/disc-structures.ts';
import { endOfTrack, RecordingMethod } from '../media/block-disc/structure.ts';
import { refuseBlanking, refuseCloseFunction, refuseFormat, roundUp } from './common.ts';
import type { BlockPath, MediaFamily } from './family.ts';
import { blanking, dvdRwFormats, formatting } from './restricted-overwrite.ts';
import {
  closeSequentialSession,
  closeSequentialTrack,
  flushSequentially,
  padOpenTracks,
  requireAppendable,
  reserveSequentially,
  sequentialReadableBlocks,
  writeSequentially,
} from './sequential.ts';
import { type Gaps, sequentialInformation, sequentialOf, sequentialTracks } from './sequential-tracks.ts';

/**
 * Border zones (ECMA-359 clause 33): the first border-out and the border-in after it take 1,792 ECC blocks near the centre and
 * more farther out (a disc of which Aaru's issue 588 shows the control data has 2,362 after LBA 745,760); later ones 384.
 */
const FIRST_BORDER_BLOCKS = { inner: 28_672, outer: 37_792, outerFromLba: 700_000 } as const;
const BORDER_BLOCKS = 6_144;

const GAPS: Gaps = {
  track: 0,
  session({ number, endLba }) {
    if (number > 1) return BORDER_BLOCKS;
    return endLba < FIRST_BORDER_BLOCKS.outerFromLba ? FIRST_BORDER_BLOCKS.inner : FIRST_BORDER_BLOCKS.outer;
  },
};

/** RZones that can be open at the same time: the incomplete one, and two that are reserved (MMC-6 4.3.6.4). */
const MOST_OPEN_RZONES = 2;
/** The lead-in, and a lead-out to the radius that readers need; estimates. */
const LEAD_IN_BLOCKS = 15_000;
const LEAD_OUT_BLOCKS = 40_000;

/** 5/64/00 illegal mode for this track. */
const illegalMode = () => illegalRequest(0x64, 0x00);

/** How the Write Parameters page wants a blank disc to be recorded; it must not change within a session (MMC-6 4.3.6). */
function methodFor(path: BlockPath): RecordingMethod {
  const { writeType } = path.parameters;
  const structure = sequentialOf(path.disc);
  if (writeType === WriteType.SessionAtOnce) return RecordingMethod.AtOnce;
  if (writeType === WriteType.LayerJump && path.disc.medium.layers === 2) return RecordingMethod.LayerJump;
  if (writeType !== WriteType.Packet) throw illegalMode();
  // A disc that was blanked minimally does not have feature 0021h: it can only be written at once.
  if (structure.minimallyBlanked) throw illegalMode();
  return RecordingMethod.Incremental;
}

/**
 * DVD-R and DVD-RW recorded sequentially: RZones in borders, incrementally; or the whole disc at once, which SYNCHRONIZE CACHE
 * ends. What is not closed when the power fails can no longer be continued, only closed.
 */
export const dvdMinusSequential: MediaFamily = {
  information: ({ disc }) => sequentialInformation(disc, GAPS),
  tracks: ({ disc }) => sequentialTracks(disc, GAPS),
  readableBlocks: sequentialReadableBlocks,
  readsAsZeros: () => false,

  formats: ({ capacityBlocks, medium }) => ({
    capacityType: CapacityType.Unformatted,
    blocks: capacityBlocks,
    list: medium.erasable ? dvdRwFormats() : [],
  }),

  async write(path, blocks) {
    const structure = requireAppendable(path.disc);
    const method = methodFor(path);
    if (structure.method !== undefined && structure.method !== method && !path.disc.blank) {
      if (structure.tracks.length > 0 || method === RecordingMethod.AtOnce) throw illegalMode();
    }
    // 5/21/03 invalid write crossing layer jump.
    const layer1 = layerBreakOf(path.disc);
    if (method === RecordingMethod.LayerJump && blocks.lba < layer1 && blocks.lba + blocks.lengthBlocks > layer1)
      throw illegalRequest(0x21, 0x03);
    const begun = structure.tracks.some(({ recordedBlocks }) => recordedBlocks > 0);
    await writeSequentially(path, blocks, GAPS, begun ? {} : { method });
  },

  flush(path) {
    const { disc } = path;
    return sequentialOf(disc).method === RecordingMethod.AtOnce ? ending(path) : flushSequentially(path);
  },

  close(path, closeFunction, track) {
    const { testWrite, multiSession } = path.parameters;
    if (closeFunction !== CloseFunction.Track && closeFunction !== CloseFunction.Session) return refuseCloseFunction();
    if (testWrite) return { durationMs: 0, effect: async () => path.endTestWrite() };
    if (closeFunction === CloseFunction.Track) return closeSequentialTrack(path, track);
    const finalize = multiSession !== MultiSession.NextSessionAllowed;
    return closeSequentialSession(path, { finalize, borderBlocks: borderBlocks(path.disc, finalize) });
  },

  reserve: (path, reservation) =>
    reserveSequentially(path, reservation, { gaps: GAPS, mostOpenTracks: MOST_OPEN_RZONES, byAddress: true }),
  blank: (path, blankingType) => (path.disc.medium.erasable ? blanking(path, blankingType) : refuseBlanking()),
  format: (path, request) => (path.disc.medium.erasable ? formatting(path, request) : refuseFormat()),
};

const borderBlocks = (disc: BlockDisc, finalize: boolean): number => {
  const first = sequentialOf(disc).sessions.length === 0 ? LEAD_IN_BLOCKS + FIRST_BORDER_BLOCKS.inner : BORDER_BLOCKS;
  return finalize ? first + LEAD_OUT_BLOCKS : first;
};

/** At once: the end of the announced track, or of what was sent, ends the disc. Before that a flush only empties the buffer. */
function ending(path: BlockPath): TimedEffect {
  const { disc, speeds, buffer } = path;
  const structure = sequentialOf(disc);
  const [track] = structure.tracks;
  const padded = roundUp(track?.recordedBlocks ?? 0, disc.eccBlocks);
  const whole = track?.sizeBlocks === undefined || padded >= track.sizeBlocks;
  const begun = track !== undefined && track.recordedBlocks > 0 && !track.damaged;
  if (!begun || !whole) return { durationMs: buffer.msUntilEmpty, effect: async () => disc.settle() };
  return {
    durationMs: buffer.msUntilEmpty + speeds.writeMs(endOfTrack(track), borderBlocks(disc, true)),
    async effect() {
      await padOpenTracks(disc);
      const now = sequentialOf(disc);
      const tracks = now.tracks.map((each) => ({ ...each, sizeBlocks: each.recordedBlocks, closed: true as const }));
      await disc.change({ ...now, sessions: [...now.sessions, { tracks }], tracks: [], complete: true });
      path.endTestWrite();
    },
    interrupted: () => disc.interruptWriting(buffer.waitingBytes / 2_048),
  };
}
