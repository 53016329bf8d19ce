import { AUDIO_BLOCK_BYTES } from '../../dist/index.js';
import { write10 } from '../../dist/mmc/index.js';
import { sounds } from './material.mjs';
import { differences } from './truth.mjs';

/*
 * Whether what the driver says is so: its success, and the phase, address, disc and words of its error, each against what
 * the simulated drive knows of itself. Each function returns what is untrue, in a few words that name the class.
 */

/** Errors in which a failure may end. */
const NAMED = [
  'BurnError',
  'SenseError',
  'StatusError',
  'StillBusyError',
  'DecodeError',
  'TransportError',
  'ImageError',
];

/** A success: `result` is what the driver returned, `found` the disc. */
export function judgeSuccess({ scenario, result, found, deceived = false }) {
  const wrong = differences(found, scenario.wanted).map((words) => `false success: ${words}`);
  const told = result?.disc ?? (result?.status === undefined ? undefined : result);
  if (told !== undefined && !deceived)
    wrong.push(...describedWrongly(told, [found]).map((words) => `success: ${words}`));
  return wrong;
}

/**
 * @param run what was watched: `error`, `exchanges`, the disc `before`, `atOnce` (when the error came)
 * and `found` at last; `deceived` when the drive says something false for ever, which nobody can tell from the truth
 */
export function judgeFailure(run) {
  const { error, deceived } = run;
  if (!NAMED.includes(error?.name)) return [`a bare ${error?.name ?? typeof error}`];
  const wrong = [];
  if (error.name !== 'BurnError') {
    if (run.exchanges.some(wroteToDisc)) wrong.push('no BurnError, though writing had begun');
    return wrong;
  }
  if (!possiblePhases(run).has(error.phase)) wrong.push(`phase "${error.phase}"`);
  if (!deceived && error.disc !== undefined) wrong.push(...describedWrongly(error.disc, [run.atOnce, run.found]));
  wrong.push(...addressedWrongly(run), ...saidWrongly(run));
  return wrong;
}

const wroteToDisc = ({ name, carriedOut }) =>
  carriedOut && ['WRITE(10)', 'BLANK', 'CLOSE SESSION', 'CLOSE TRACK'].includes(name);

/** RUN-OUT blocks may be counted as the end of a track. */
const TOLERATED_BLOCKS = 7;

/** The driver's DiscState against any of several looks at the disc: one is enough. */
function describedWrongly(told, looks) {
  const each = looks.map((look) => wrongIn(told, look));
  return each.some((wrong) => wrong.length === 0) ? [] : each.at(-1);
}

function wrongIn(told, look) {
  const wrong = [];
  if (told.status !== look.status) wrong.push('wrong disc status');
  if (told.lastSession !== look.lastSession) wrong.push('wrong state of the last session');
  if (told.tracks.length !== look.tracks.length) return [...wrong, 'wrong number of tracks'];
  for (const [index, track] of look.tracks.entries()) {
    const { number, session, startLba, lengthBlocks, open, damaged } = told.tracks[index];
    const excess = lengthBlocks - track.lengthBlocks;
    if (number !== track.number || session !== track.session || startLba !== track.startLba)
      wrong.push('wrong place of a track');
    if (excess < 0 || excess > TOLERATED_BLOCKS) wrong.push('wrong length of a track');
    if (damaged !== track.damaged || (open && !damaged) !== track.open) wrong.push('wrong state of a track');
  }
  return [...new Set(wrong)];
}

/** Of a WRITE that was cut off the driver cannot know how much of it the drive kept. */
const BLOCKS_OF_A_WRITE = 27;

/** "The first block that is not safely on the disc". */
function addressedWrongly({ error, found, exchanges }) {
  const { lba, phase, track: number } = error;
  if (lba === undefined || phase !== 'writing') return [];
  const track = found.tracks.find((each) => each.number === number);
  // Of a track that is not on the disc, where its first WRITE went.
  const safeEnd = track === undefined ? firstWrittenLba(exchanges, found) : track.startLba + track.soundBlocks;
  if (lba > safeEnd) return ['LBA too high'];
  return lba < safeEnd - BLOCKS_OF_A_WRITE ? ['LBA too low'] : [];
}

function firstWrittenLba(exchanges, { tracks }) {
  const writes = exchanges
    .filter(({ name }) => name === 'WRITE(10)')
    .map(({ cdb }) => write10.spec.cdb.decode(cdb).lba);
  return Math.min(
    ...writes.filter((lba) => tracks.every(({ startLba, lengthBlocks }) => lba >= startLba + lengthBlocks)),
  );
}

/** What the driver says that can be looked up. The words of a sense are the drive's, and stand elsewhere in the message. */
export const WORDS = {
  nothingWritten: /nothing (was|has been) (written|erased)/i,
  nothingThere: /nothing is on the disc/i,
  tracksWritten: /the tracks are written/i,
  accusation: /the drive reported success/,
  distrust: /do not trust this disc/i,
  difference: /differs from the source/,
};

function saidWrongly({ error, before, found, always, scenario }) {
  const { message, remedy } = error;
  const wrong = [];
  const unchanged = JSON.stringify(before) === JSON.stringify(found);
  if (WORDS.nothingWritten.test(remedy) && !unchanged) wrong.push('"Nothing was written"');
  if (WORDS.nothingThere.test(remedy) && found.status !== 'blank') wrong.push('"Nothing is on the disc"');
  if (WORDS.tracksWritten.test(remedy) && !tracksAreWhole(found, scenario)) wrong.push('"The tracks are written"');
  const whole = differences(found, scenario.wanted).length === 0;
  const accuses = [WORDS.accusation, WORDS.distrust, WORDS.difference].some((words) => words.test(message));
  if (accuses && whole && !always) wrong.push('accuses the drive, though the disc is whole');
  return wrong;
}

const tracksAreWhole = (found, { wanted }) =>
  wanted.tracks.every(({ sound, cut = false }, index) => {
    const track = found.tracks[index];
    return track !== undefined && (cut || track.soundBlocks === sounds[sound - 1].length / AUDIO_BLOCK_BYTES);
  });

const PHASES_OF = {
  'WRITE(10)': ['writing', 'closing the track'],
  'READ BUFFER CAPACITY': ['writing'],
  'SYNCHRONIZE CACHE(10)': ['flushing', 'closing the track'],
  'CLOSE TRACK': ['closing the track', 'closing the session'],
  'CLOSE SESSION': ['closing the session'],
  'SEND OPC INFORMATION': ['calibrating'],
  BLANK: ['blanking'],
  'READ CD': ['verifying'],
  'READ TOC': ['verifying', 'closing the session'],
};

/** Of commands that can come at any time: by the last one that changed the disc. */
const PHASES_AFTER = {
  none: ['planning', 'preparing', 'calibrating', 'flushing', 'closing the track', 'closing the session'],
  'WRITE(10)': ['writing', 'flushing', 'closing the track'],
  'SYNCHRONIZE CACHE(10)': [
    'flushing',
    'closing the track',
    'closing the session',
    'verifying',
    'preparing',
    'planning',
  ],
  'CLOSE TRACK': ['closing the track', 'closing the session', 'verifying', 'preparing', 'planning'],
  'CLOSE SESSION': ['closing the session', 'verifying'],
  BLANK: ['blanking', 'verifying'],
};

/**
 * What the driver can have been doing: of an error that a failed command caused, when the fault struck; of one that only
 * a later look at the disc brought out, then or since.
 */
function possiblePhases({ error, exchanges, asked }) {
  const first = exchanges.findIndex(({ hit }) => hit);
  const answered = ['SenseError', 'StatusError', 'TransportError', 'StillBusyError'].includes(error.cause?.name);
  const since = exchanges.slice(first);
  const concerned = answered ? since.filter(({ hit, answer }) => hit || answer?.status !== 0) : since;
  const unheard = asked.filter(({ exchangesBefore }) => exchangesBefore >= exchanges.length);
  return new Set(
    [...concerned, ...unheard].flatMap(({ name, after = 'none' }) => PHASES_OF[name] ?? PHASES_AFTER[after]),
  );
}
