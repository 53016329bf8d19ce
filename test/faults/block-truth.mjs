import { DATA_BLOCK_BYTES } from './material.mjs';

/** A DVD or BD as a truthful drive would describe it, from the simulator's own data. */
export function blockStateOf(disc) {
  const { structure } = disc;
  return structure.layout === 'sequential' ? sequential(structure) : overwritable(structure);
}

function overwritable({ layout, unfinished, lengthBlocks }) {
  if (unfinished !== undefined) return { status: 'other', lastSession: 'empty', tracks: [] };
  if (layout === 'unformatted') return { status: 'blank', lastSession: 'empty', tracks: [] };
  const track = { startLba: 0, sizeBlocks: lengthBlocks, recordedBlocks: lengthBlocks, closed: true };
  return { status: 'complete', lastSession: 'complete', tracks: [described(track, 1, 1)] };
}

function sequential({ sessions, tracks, complete, unfinished }) {
  const inSessions = sessions.flatMap((session, index) =>
    session.tracks.map((track) => ({ track, session: index + 1 })),
  );
  const all = [...inSessions, ...tracks.map((track) => ({ track, session: sessions.length + 1 }))];
  const status = complete ? 'complete' : all.length === 0 && unfinished === undefined ? 'blank' : 'appendable';
  const isDamaged = unfinished !== undefined || tracks.some(({ damaged }) => damaged);
  const lastSession = complete ? 'complete' : isDamaged ? 'damaged' : tracks.length === 0 ? 'empty' : 'incomplete';
  return { status, lastSession, tracks: all.map(({ track, session }, index) => described(track, index + 1, session)) };
}

const described = ({ startLba, recordedBlocks, closed, damaged }, number, session) => ({
  number,
  session,
  startLba,
  lengthBlocks: recordedBlocks,
  blockBytes: DATA_BLOCK_BYTES,
  damaged: damaged ?? false,
  open: closed !== true && damaged !== true,
});

/** Whether nothing is to be done to it: it is complete, or can be written again. */
export const isBlockDiscUsable = ({ structure }) => structure.layout === 'sequential' && structure.complete;
