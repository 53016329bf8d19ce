import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  AUDIO_BLOCK_BYTES,
  blankDisc,
  burnAudio,
  burnData,
  closeDisc,
  Drive,
  exportBinCue,
  exportWavs,
  ripDisc,
} from '../../dist/index.js';
import { Disc, SimulatedDrive } from '../../dist/simulator/index.js';
import {
  ALBUM,
  albumSources,
  discWithShortLeadIn,
  drained,
  FIFO_BYTES,
  image,
  PAD_BLOCKS,
  RecordedDisc,
  SPEED_KBPS,
  sources,
} from './material.mjs';
import { scratch } from './scratch.mjs';

/*
 * A scenario is what a program does with a drive:
 *   disc()            the disc in the drive, a new one each time
 *   run(drive, note)  does it; `note` receives each progress
 *   wanted            what the disc must be afterwards: its state, and which sound or image is which track
 *   from              faults strike only once this phase has begun; by default from the beginning
 *   outside(result)   what is wrong outside of the disc: with files, unless one of the `warnings` says so, or the drive
 *                     `refused` a command for ever, which is how drives say that a disc has no texts
 *   strikes(exchanges)  the set of those at which faults strike; by default all of them
 *   closesFirst       the burn closes the session that was left open, and then begins another
 *   again(drive)      does it once more when the fault is over; returns what is wrong then
 *   cannotKnow        commands for which nothing shows whether the bytes of the reply are right
 */

const burning = (tracks, options) => burningSources(() => sources(...tracks), options);

const burningSources = (tracks, options) => (drive, note) =>
  drained(burnAudio(drive, tracks(), { fifoBytes: FIFO_BYTES, writeSpeedKBps: SPEED_KBPS, ...options }), note);

const appending = (number, options) => (drive, note) =>
  drained(
    burnData(drive, image(number), {
      ...{ append: true, padBlocks: PAD_BLOCKS, fifoBytes: FIFO_BYTES, writeSpeedKBps: SPEED_KBPS },
      ...options,
    }),
    note,
  );

const writing = (number, options) => (drive, note) =>
  drained(burnData(drive, image(number), { padBlocks: PAD_BLOCKS, fifoBytes: FIFO_BYTES, ...options }), note);

/** Some of each command's exchanges, and of its WRITEs some before each of these addresses: a run takes long, and most are alike. */
function someOfEach(...ends) {
  const partOf = ({ lba }) => (lba === undefined ? '' : ends.findIndex((end) => lba < end));
  const some = (all) => [0, Math.floor(all.length / 2), all.length - 1].map((at) => all[at]);
  return (exchanges) => {
    const kindOf = (exchange) => `${exchange.name} ${partOf(exchange)}`;
    const kinds = [...new Set(exchanges.map(kindOf))];
    return new Set(kinds.flatMap((kind) => some(exchanges.filter((exchange) => kindOf(exchange) === kind))));
  };
}

/** The first and the last exchange of each command. */
const ends = (exchanges) =>
  new Set(
    exchanges.filter(
      ({ name }, index) =>
        exchanges.findIndex((each) => each.name === name) === index ||
        exchanges.findLastIndex((each) => each.name === name) === index,
    ),
  );

const COMPLETE = { status: 'complete', lastSession: 'complete' };
const OPEN = { status: 'appendable', lastSession: 'incomplete' };
const APPENDABLE = { status: 'appendable', lastSession: 'empty' };
const BLANK = { status: 'blank', lastSession: 'empty' };

/** Made when first needed, then kept. */
function once(make) {
  let made;
  return () => {
    made ??= make();
    return made;
  };
}

const recorded = (...args) => recordedAs(() => RecordedDisc.burned(...args));

const recordedAs = (make) => {
  const disc = once(make);
  return async () => (await disc()).copy();
};

const inSession = (session, ...sounds) => sounds.map((sound) => ({ session, sound }));

const onDvd = (session, data) => ({ session, data, ecc: true });

const overwritten = (data) => ({ ...onDvd(1, data), overwritten: true });

const dataInSession = (session, data) => ({ session, data });

const WAV_HEADER_BYTES = 44;

/** Whether a file has silence where the disc has none, or at its end, and nothing else is wrong, and a warning names its track. */
function hasSaidSilence(file, bytes, right, warnings) {
  const number = /(\d+)\.wav$/.exec(file)?.[1];
  const names = number === undefined ? /track \d/ : new RegExp(`track ${Number(number)}\\b`);
  if (right === undefined || file.endsWith('.cue') || !warnings.some((words) => names.test(words))) return false;
  const start = number === undefined ? 0 : WAV_HEADER_BYTES;
  const silence = Buffer.alloc(AUDIO_BLOCK_BYTES);
  for (let at = start; at < Math.max(bytes.length, right.length); at += AUDIO_BLOCK_BYTES) {
    const block = bytes.subarray(at, at + AUDIO_BLOCK_BYTES);
    if (!block.equals(right.subarray(at, at + AUDIO_BLOCK_BYTES)) && !block.equals(silence)) return false;
  }
  return true;
}

const SHEET = /\.(cue|cdt)$/;

/** A sheet without a text, a code or an index is right if a warning says that it could not be read. */
const hasSaidUnread = (warnings) => warnings.some((words) => /could not be read|cannot be read/.test(words));

/** Exports into a folder that is empty each time; the files of a clean run are the right ones. */
function exporting(name, exportInto, disc = recorded('CD-R 80', [1, 2], 'finalize')) {
  const folder = once(() => mkdtempSync(join(scratch(), 'export-')));
  const read = () =>
    new Map(
      readdirSync(folder())
        .toSorted()
        .map((file) => [file, readFileSync(join(folder(), file))]),
    );
  const empty = () => {
    rmSync(folder(), { recursive: true, force: true });
    mkdirSync(folder());
  };
  const right = once(async () => {
    empty();
    await drained(exportInto(new Drive(new SimulatedDrive({ disc: await disc() })), folder(), false));
    return read();
  });
  return {
    name,
    disc,
    wanted: { ...COMPLETE, tracks: inSession(1, 1, 2) },
    async run(drive, note) {
      await right();
      empty();
      return drained(exportInto(drive, folder(), false), note);
    },
    /** Exports to the same folder again, as a user does after a failure. */
    async again(drive) {
      await drained(exportInto(drive, folder(), true));
      return (await this.outside({ succeeded: true, warnings: [], refused: false }))[0];
    },
    // Identifiers have no checksum either.
    cannotKnow: ['READ CD', 'READ SUB-CHANNEL (ISRC)', 'READ SUB-CHANNEL (catalogue number)'],
    async outside({ succeeded, warnings, refused }) {
      const found = read();
      const whole = await right();
      // A log says what was met, and the disc's sound is in other files.
      const wrong = [...found].filter(([file, bytes]) => file !== 'rip.log' && !whole.get(file)?.equals(bytes));
      const isSaid = ([file, bytes]) =>
        SHEET.test(file) ? refused || hasSaidUnread(warnings) : hasSaidSilence(file, bytes, whole.get(file), warnings);
      if (!wrong.every(isSaid)) return ['a wrong file was left'];
      const missing = [...whole.keys()].filter((file) => !found.has(file));
      const isExcused = (file) => SHEET.test(file) && (refused || hasSaidUnread(warnings));
      return succeeded && !missing.every(isExcused) ? ['a file is missing'] : [];
    },
  };
}

export const scenarios = [
  {
    name: 'burn, closed',
    disc: async () => Disc.blank('CD-R 80'),
    run: burning([1, 2, 3], { ending: 'finalize' }),
    wanted: { ...COMPLETE, tracks: inSession(1, 1, 2, 3) },
  },
  {
    name: 'burn, left open',
    disc: async () => Disc.blank('CD-R 80'),
    run: burning([1, 2, 3], { ending: 'leave-open' }),
    wanted: { ...OPEN, tracks: inSession(1, 1, 2, 3) },
  },
  {
    name: 'second session',
    disc: recorded('CD-R 80', [1, 2], 'close-session'),
    run: burning([3, 4], { ending: 'finalize' }),
    wanted: { ...COMPLETE, tracks: [...inSession(1, 1, 2), ...inSession(2, 3, 4)] },
  },
  {
    name: 'session in one go',
    disc: async () => Disc.blank('CD-R 80'),
    run: burning([1, 2, 3], { ending: 'finalize', writeType: 'sao' }),
    wanted: { ...COMPLETE, tracks: inSession(1, 1, 2, 3) },
  },
  {
    name: 'album in one go',
    disc: async () => discWithShortLeadIn(),
    run: burningSources(albumSources, { ...ALBUM, ending: 'finalize', writeType: 'sao' }),
    wanted: { ...COMPLETE, tracks: inSession(1, 1, 2) },
  },
  {
    name: 'second session in one go',
    disc: recorded('CD-R 80', [1, 2], 'close-session'),
    run: burning([3, 4], { ending: 'finalize', writeType: 'sao' }),
    wanted: { ...COMPLETE, tracks: [...inSession(1, 1, 2), ...inSession(2, 3, 4)] },
  },
  {
    name: 'written raw',
    disc: async () => discWithShortLeadIn(),
    run: burningSources(albumSources, { ...ALBUM, ending: 'finalize', writeType: 'raw' }),
    wanted: { ...COMPLETE, tracks: inSession(1, 1, 2) },
    strikes: someOfEach(-150, 0, 300, 610, Number.POSITIVE_INFINITY),
  },
  {
    name: 'data after audio',
    closesFirst: true,
    disc: recorded('CD-R 80', [1, 2], 'leave-open'),
    run: appending(1, { ending: 'finalize' }),
    wanted: { ...COMPLETE, tracks: [...inSession(1, 1, 2), dataInSession(2, 1)] },
  },
  {
    name: 'data appended',
    disc: recordedAs(() => RecordedDisc.data()),
    run: appending(2, { ending: 'close-session' }),
    wanted: { ...APPENDABLE, tracks: [dataInSession(1, 1), dataInSession(2, 2)] },
  },
  {
    name: 'DVD+R, session added',
    disc: recordedAs(() => RecordedDisc.block('DVD+R')),
    run: writing(2, { append: true, ending: 'finalize' }),
    wanted: { ...COMPLETE, tracks: [onDvd(1, 1), onDvd(2, 2)] },
    strikes: ends,
  },
  {
    name: 'DVD+RW, overwritten',
    disc: recordedAs(() => RecordedDisc.block('DVD+RW')),
    run: writing(2, { overwrite: true, ending: 'finalize' }),
    wanted: { ...COMPLETE, tracks: [overwritten(2)] },
    strikes: ends,
  },
  {
    name: 'close',
    disc: recorded('CD-R 80', [1, 2, 3], 'leave-open'),
    run: (drive, note) => drained(closeDisc(drive), note),
    wanted: { ...COMPLETE, tracks: inSession(1, 1, 2, 3) },
  },
  {
    name: 'close, interrupted',
    disc: recorded('CD-R 80', [1, 2], 'leave-open', { lba: 650 }),
    run: (drive, note) => drained(closeDisc(drive), note),
    // The second one is as long as it got.
    wanted: {
      ...COMPLETE,
      tracks: [
        { session: 1, sound: 1 },
        { session: 1, sound: 2, cut: true },
      ],
    },
  },
  {
    name: 'blank',
    disc: recorded('CD-RW HS', [1, 2], 'finalize'),
    run: (drive, note) => drained(blankDisc(drive), note),
    wanted: { ...BLANK, tracks: [] },
  },
  {
    name: 'verify',
    disc: async () => Disc.blank('CD-R 80'),
    run: burning([1, 2], { ending: 'finalize', verify: 'full' }),
    from: 'verifying',
    wanted: { ...COMPLETE, tracks: inSession(1, 1, 2) },
  },
  exporting('export, BIN/CUE', (drive, folder, overwrite) =>
    exportBinCue(drive, { cuePath: join(folder, 'disc.cue'), overwrite }),
  ),
  exporting('rip', (drive, folder, overwrite) =>
    ripDisc(drive, { directory: folder, overwrite, passes: 1, retries: 1 }),
  ),
  exporting(
    'rip of an album',
    (drive, folder, overwrite) =>
      ripDisc(drive, { directory: folder, overwrite, format: 'job', passes: 2, retries: 2 }),
    recordedAs(() => RecordedDisc.album()),
  ),
  exporting('export, WAV', (drive, folder, overwrite) => exportWavs(drive, { directory: folder, overwrite })),
];

export const scenarioNamed = (name) => {
  const found = scenarios.find((scenario) => scenario.name === name);
  if (found === undefined) throw new Error(`there is no scenario "${name}"`);
  return found;
};
