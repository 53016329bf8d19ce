import { write10 } from '../../dist/mmc/index.js';
import { contentOf, DATA_BLOCK_BYTES } from './material.mjs';
import { differences } from './truth.mjs';

/*
 * Whether what the driver says is true: its success, and the phase, address, disc and words of its error, each compared
 * with what the simulated drive knows about itself. Each function returns what is untrue, in a few words that name the class.
 */

/** Errors with which a failure may end. */
const NAMED = [
  'BurnError',
  'SenseError',
  'StatusError',
  'IncompleteTransferError',
  'StillBusyError',
  'DecodeError',
  'TransportError',
  'ImageError',
];

/** A success: `result` is what the driver returned, `found` the disc. */
export function judgeSuccess({ scenario, result, found, deceived = false }) {
  const wrong = differences(found, scenario.wanted).map((words) => `false success: ${words}`);
  const reported = result?.disc ?? (result?.status === undefined ? undefined : result);
  if (reported !== undefined && !deceived)
    wrong.push(...describedWrongly(reported, [found]).map((words) => `success: ${words}`));
  return wrong;
}

/**
 * @param run what was observed: `error`, `exchanges`, the disc `before`, `atError` (when the error came) and, in the end,
 * `found`; `deceived` when the drive always says something false that cannot be distinguished from the truth
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
  if (!deceived && error.disc !== undefined) wrong.push(...describedWrongly(error.disc, [run.atError, run.found]));
  wrong.push(...addressedWrongly(run), ...saidWrongly(run));
  return wrong;
}

const wroteToDisc = ({ name, carriedOut }) =>
  carriedOut && ['WRITE(10)', 'BLANK', 'CLOSE SESSION', 'CLOSE TRACK', 'FORMAT UNIT'].includes(name);

/** RUN-OUT blocks may be counted as the end of a track. */
const TOLERATED_BLOCKS = 7;

/** Compares the driver's DiscState with several states of the disc: it must match one of them. */
function describedWrongly(reported, states) {
  const each = states.map((state) => wrongIn(reported, state));
  return each.some((wrong) => wrong.length === 0) ? [] : each.at(-1);
}

function wrongIn(reported, state) {
  const wrong = [];
  if (reported.status !== state.status) wrong.push('wrong disc status');
  if (reported.lastSession !== state.lastSession) wrong.push('wrong state of the last session');
  if (reported.tracks.length !== state.tracks.length) return [...wrong, 'wrong number of tracks'];
  for (const [index, track] of state.tracks.entries()) {
    const { number, session, startLba, lengthBlocks, open, damaged } = reported.tracks[index];
    const excess = lengthBlocks - track.lengthBlocks;
    if (number !== track.number || session !== track.session || startLba !== track.startLba)
      wrong.push('wrong place of a track');
    if (excess < 0 || excess > TOLERATED_BLOCKS) wrong.push('wrong length of a track');
    if (damaged !== track.damaged || (open && !damaged) !== track.open) wrong.push('wrong state of a track');
  }
  return [...new Set(wrong)];
}

/** The driver cannot know how much of an interrupted WRITE the drive kept: blocks of sound, and of data. */
const BLOCKS_OF_A_WRITE = 27;
const DATA_BLOCKS_OF_A_WRITE = 32;

/** "The first block that is not safely on the disc". */
function addressedWrongly(run) {
  const { error, found, exchanges, scenario } = run;
  const { lba, phase, track: number, part } = error;
  if (lba === undefined || phase !== 'writing') return [];
  if (part === 'lead-out') return leadOutWrongly(lba, found);
  if (part === 'pregap') return pregapWrongly(run);
  const track = found.tracks.find((each) => each.number === number);
  // If the track is not on the disc, the address of its first WRITE.
  const safeEnd =
    track === undefined ? Math.max(0, firstWrittenLba(exchanges, found)) : track.startLba + track.goodBlocks;
  if (lba > safeEnd) return ['LBA too high'];
  // A session in one go begins with a pregap, of which no block is sound.
  if ((track?.goodBlocks ?? 0) === 0 && lba < 0 && writtenLbas(exchanges).includes(lba)) return [];
  // What a drive that no longer answers had written cannot be known: nothing of the track, or of the session in one go, counts.
  if (error.disc === undefined && (lba === (track?.startLba ?? safeEnd) || writtenLbas(exchanges).includes(lba)))
    return [];
  // Nor what one that was reset has lost of a track that is overwritten.
  if (scenario.wanted.tracks[number - 1]?.overwritten && lba === track?.startLba) return [];
  const ofOneWrite = track?.blockBytes === DATA_BLOCK_BYTES ? DATA_BLOCKS_OF_A_WRITE : BLOCKS_OF_A_WRITE;
  return lba < safeEnd - ofOneWrite ? ['LBA too low'] : [];
}

/** None of the track is on the disc; of its pregap, what has been sent may be. */
function pregapWrongly({ error: { lba, track: number }, found, exchanges }) {
  const own = found.tracks.find((each) => each.number === number);
  if (own !== undefined && own.goodBlocks > 0) return ['LBA of a pregap, though its track has sound'];
  const before = found.tracks.find((each) => each.number === number - 1);
  const end = before === undefined ? Number.NEGATIVE_INFINITY : before.startLba + before.goodBlocks;
  return lba >= end && writtenLbas(exchanges).includes(lba) ? [] : ['LBA of a pregap that is another one'];
}

/** Which is not on the disc itself: all tracks must be whole. */
function leadOutWrongly(lba, { tracks }) {
  const end = tracks.at(-1).startLba + tracks.at(-1).goodBlocks;
  const whole = tracks.every(({ wantedBlocks, goodBlocks }) => goodBlocks === wantedBlocks);
  return whole && lba === end ? [] : ['LBA of a lead-out, though tracks are not whole'];
}

const writtenLbas = (exchanges) =>
  exchanges.filter(({ name }) => name === 'WRITE(10)').map(({ cdb }) => write10.spec.cdb.decode(cdb).lba);

function firstWrittenLba(exchanges, { tracks }) {
  return Math.min(
    ...writtenLbas(exchanges).filter((lba) =>
      tracks.every(({ startLba, lengthBlocks }) => lba >= startLba + lengthBlocks),
    ),
  );
}

/** Statements of the driver that can be checked. The text of a sense comes from the drive, and is elsewhere in the message. */
export const WORDS = {
  nothingWritten: /nothing (was|has been) (written|erased)/i,
  noData: /no data was written/i,
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
  if (WORDS.noData.test(remedy) && found.tracks.length > before.tracks.length) wrong.push('"No data was written"');
  if (WORDS.nothingThere.test(remedy) && found.status !== 'blank') wrong.push('"Nothing is on the disc"');
  if (WORDS.tracksWritten.test(remedy) && !tracksAreWhole(found, scenario)) wrong.push('"The tracks are written"');
  const whole = differences(found, scenario.wanted).length === 0;
  const accuses = [WORDS.accusation, WORDS.distrust, WORDS.difference].some((words) => words.test(message));
  if (accuses && whole && !always) wrong.push('accuses the drive, though the disc is whole');
  return wrong;
}

const tracksAreWhole = (found, { wanted }) =>
  wanted.tracks.every((each, index) => {
    const track = found.tracks[index];
    return track !== undefined && (each.cut || track.goodBlocks === contentOf(each).blocks);
  });

const PHASES_OF = {
  'WRITE(10)': ['writing', 'closing the track'],
  'READ BUFFER CAPACITY': ['writing'],
  'SYNCHRONIZE CACHE(10)': ['flushing', 'closing the track'],
  'CLOSE TRACK': ['closing the track', 'closing the session'],
  'CLOSE SESSION': ['closing the session'],
  'SEND OPC INFORMATION': ['calibrating'],
  BLANK: ['blanking'],
  'FORMAT UNIT': ['formatting', 'preparing'],
  'STOP FORMAT': ['closing the session'],
  'READ CD': ['verifying'],
  'READ TOC': ['verifying', 'closing the session'],
};

/** For commands that can come at any time: by the last command that changed the disc. */
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
  'FORMAT UNIT': ['formatting', 'verifying', 'preparing', 'planning'],
  'STOP FORMAT': ['closing the session', 'verifying'],
};

/** What is added to a disc whose open session had to be closed first has all phases after that. */
const AFTER_CLOSING = ['planning', 'preparing', 'calibrating'];

/**
 * What the driver may have been doing: if a failed command caused the error, when the fault struck; if only a later check
 * of the disc revealed the error, then or since.
 */
function possiblePhases({ scenario, error, exchanges, asked }) {
  const first = exchanges.findIndex(({ hit }) => hit);
  const answered = ['SenseError', 'StatusError', 'TransportError', 'StillBusyError'].includes(error.cause?.name);
  const since = exchanges.slice(first);
  const concerned = answered ? since.filter(({ hit, answer }) => hit || answer?.status !== 0) : since;
  const unheard = asked.filter(({ exchangesBefore }) => exchangesBefore >= exchanges.length);
  const later = (after) => (scenario.closesFirst && after === 'CLOSE SESSION' ? AFTER_CLOSING : []);
  return new Set(
    [...concerned, ...unheard].flatMap(({ name, after = 'none' }) => [
      ...(PHASES_OF[name] ?? PHASES_AFTER[after]),
      ...later(after),
    ]),
  );
}
