import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { SG, SR } from './virtual-drive.mjs';

/* Each function runs a program on the drive's node and returns those parts of its output that can be compared with a disc. */

const rowsOf = (text, pattern) => [...text.matchAll(pattern)].map(([, ...cells]) => cells);

export async function cdInfo(drive) {
  const { stdout } = await drive.run('cd-info', ['-C', SR, '--no-cddb', '--no-device-info']);
  const rows = rowsOf(stdout, /^\s*(\d+): (?:\d\d:){2}\d\d\s+(\d{6}) (\w+)/gm);
  const textsOf = (place) => {
    const [, block = ''] = new RegExp(`^CD-TEXT for ${place}:\n((?:\t.*\n?)*)`, 'm').exec(stdout) ?? [];
    return Object.fromEntries(rowsOf(block, /^\t([A-Z]+): (.*)$/gm));
  };
  const [, label] = /ISO 9660: \d+ blocks, label `(\S+)/.exec(stdout) ?? [];
  const tracks = rows.filter(([, , kind]) => kind !== 'leadout');
  return {
    tracks: tracks.map(([number, startLba, kind]) => ({ number: Number(number), startLba: Number(startLba), kind })),
    leadOutLba: Number(rows.find(([, , kind]) => kind === 'leadout')?.[1]),
    lastSessionLba: Number(/^Last CD Session LSN: (\d+)/m.exec(stdout)?.[1]),
    catalogNumber: /\(MCN\): (\d{13})/.exec(stdout)?.[1],
    isrcs: rowsOf(stdout, /^TRACK +(\d+) ISRC: (\w+)/gm).map(([number, isrc]) => [Number(number), isrc]),
    album: textsOf('Disc'),
    titles: tracks.map(([number]) => textsOf(`Track +${number}`).TITLE),
    label,
  };
}

/** Audio tracks as cdparanoia sees them. */
export async function cdparanoiaToc(drive) {
  const { stderr } = await drive.run('cdparanoia', ['-d', SR, '-sQ']);
  return rowsOf(stderr, /^ *(\d+)\. +(\d+) \[[\d:.]+\] +(\d+) \[[\d:.]+\] +(\w+) +(\w+) +(\d)/gm).map((cells) => ({
    number: Number(cells[0]),
    lengthBlocks: Number(cells[1]),
    startLba: Number(cells[2]),
    copy: cells[3],
    preEmphasis: cells[4],
    channels: Number(cells[5]),
  }));
}

const WAV_HEADER_BYTES = 44;

/** A track, or only its first blocks, ripped by cdparanoia with all its checks. */
export async function cdparanoiaRip(drive, number, lengthBlocks) {
  const span = lengthBlocks === undefined ? `${number}` : `${number}[.0]-${number}[.${lengthBlocks - 1}]`;
  const path = join(drive.folder, `rip${number}.wav`);
  await drive.run('cdparanoia', ['-q', '-d', SR, span, path]);
  return (await readFile(path)).subarray(WAV_HEADER_BYTES);
}

/** Every Q entry of the lead-ins. */
export async function readomFullToc(drive) {
  const { both } = await drive.run('readom', [`dev=${SR}`, '-fulltoc']);
  return rowsOf(both, /^((?:[0-9A-F]{2} ){11})\s*$/gm).map(([line]) => {
    const bytes = Buffer.from(line.replaceAll(' ', ''), 'hex');
    return { session: bytes[0], control: bytes[1] % 16, point: bytes[3], address: [...bytes.subarray(8, 11)] };
  });
}

/** Blocks of 2,048 bytes. */
export async function readomData(drive, startLba, endLba) {
  const path = join(drive.folder, 'readom.iso');
  await drive.run('readom', [`dev=${SR}`, `f=${path}`, `sectors=${startLba}-${endLba}`]);
  return readFile(path);
}

const CLONE_BYTES = 2_448;
const MAIN_BYTES = 2_352;

/** Every block: its main channel, and the Q from the 96 raw bytes after it. */
export async function readomClone(drive) {
  const path = join(drive.folder, 'clone');
  await drive.run('readom', [`dev=${SR}`, '-clone', '-nocorr', `f=${path}`]);
  const bytes = await readFile(path);
  return Array.from({ length: Math.floor(bytes.length / CLONE_BYTES) }, (_, index) => {
    const block = bytes.subarray(index * CLONE_BYTES, (index + 1) * CLONE_BYTES);
    return { main: block.subarray(0, MAIN_BYTES), q: qOf(block.subarray(MAIN_BYTES)) };
  });
}

/** Bit 6 of each raw byte. */
const qOf = (raw) =>
  Buffer.from(
    Array.from({ length: 12 }, (_, index) =>
      Number.parseInt([...raw.subarray(index * 8, index * 8 + 8)].map((byte) => Math.floor(byte / 64) % 2).join(''), 2),
    ),
  );

/** A session as cdrdao lists it, and the toc-file that cdrdao makes from it. */
export async function cdrdaoReadToc(drive, session) {
  const path = join(drive.folder, `session${session}.toc`);
  await rm(path, { force: true });
  const how = ['--device', SR, '--driver', 'generic-mmc', '--session', String(session)];
  const { both } = await drive.run('cdrdao', ['read-toc', ...how, path]);
  const lines = rowsOf(both, /^ *(\d+|Leadout) +(AUDIO|DATA) +(\d) +[\d:]+\( *(\d+)\)(?: +[\d:]+\( *(\d+)\))?/gm);
  const rows = lines.map(([number, kind, control, startLba, lengthBlocks]) => {
    return { number, kind: kind.toLowerCase(), control: Number(control), startLba: Number(startLba), lengthBlocks };
  });
  const toc = await readFile(path, 'utf8');
  return {
    tracks: rows
      .filter(({ number }) => number !== 'Leadout')
      .map((row) => ({ ...row, number: Number(row.number), lengthBlocks: Number(row.lengthBlocks) })),
    leadOutLba: rows.find(({ number }) => number === 'Leadout')?.startLba,
    controlsMatch: rowsOf(both, /(Control nibbles of track match)/g).length,
    catalogNumber: /^CATALOG "(\d+)"/m.exec(toc)?.[1],
    ...parseToc(toc),
  };
}

/** The whole disc as `cdrdao read-cd` copies it; it writes samples with the most significant byte first. */
export async function cdrdaoReadCd(drive) {
  const path = join(drive.folder, 'read-cd.bin');
  const how = ['--device', SR, '--driver', 'generic-mmc', '--datafile', path];
  await drive.run('cdrdao', ['read-cd', ...how, join(drive.folder, 'read-cd.toc')]);
  return (await readFile(path)).swap16();
}

const blocksOf = (msf) => msf.split(':').reduce((sum, part, index) => sum + Number(part) * [4_500, 75, 1][index], 0);

function parseToc(toc) {
  const [head, ...tracks] = toc.split(/^\/\/ Track \d+$/m);
  return {
    title: /TITLE "(.*)"/.exec(head)?.[1],
    performer: /PERFORMER "(.*)"/.exec(head)?.[1],
    listed: tracks.map((text) => ({
      mode: /^TRACK (\w+)/m.exec(text)?.[1],
      title: /TITLE "(.*)"/.exec(text)?.[1],
      isrc: /^ISRC "(\w+)"/m.exec(text)?.[1],
      pregapBlocks: blocksOf(/^START ([\d:]+)/m.exec(text)?.[1] ?? '0:0:0'),
      indexes: rowsOf(text, /^INDEX ([\d:]+)/gm).map(([msf]) => blocksOf(msf)),
    })),
  };
}

/** `wodim -toc` or `cdrskin -toc`: cdrskin lists the lead-out of each session, wodim the last one. */
export async function listedToc(drive, program) {
  const { both } = await drive.run(program, [`dev=${SR}`, '-toc']);
  const rows = rowsOf(both, /^track: *(\w+) lba: +(-?\d+) .* adr: 1 control: (\d) mode: -?\d+$/gm);
  return {
    tracks: rows
      .filter(([number]) => number !== 'lout')
      .map(([number, startLba, control]) => ({
        number: Number(number),
        startLba: Number(startLba),
        control: Number(control),
      })),
    leadOuts: rows.filter(([number]) => number === 'lout').map(([, startLba]) => Number(startLba)),
  };
}

/** Where the last session begins and where the next may begin, as genisoimage -C needs it. */
export async function wodimMsInfo(drive) {
  const { stdout } = await drive.run('wodim', [`dev=${SR}`, '-msinfo']);
  return stdout.trim();
}

/** The values of lines that have the form `name: value`. */
async function wordsOf(drive, program, args) {
  const { both } = await drive.run(program, args);
  return Object.fromEntries(rowsOf(both, /^ *([^:\n]+?) *: *(.*?) *$/gm));
}

export const wodimWords = (drive, what) => wordsOf(drive, 'wodim', [`dev=${SR}`, what]);
export const sgInq = (drive) => wordsOf(drive, 'sg_inq', [SG]);

/** The sentences of `wodim -prcap`, sorted into "does" and "does not". */
export async function wodimCapabilities(drive) {
  const { both } = await drive.run('wodim', [`dev=${SR}`, '-prcap']);
  const does = (pattern) => rowsOf(both, pattern).map(([what]) => what);
  return {
    does: does(/^ {2}Does (?!not )(.*?) *$/gm),
    doesNot: does(/^ {2}Does not (.*?) *$/gm),
    bufferKB: Number(/Buffer size in KB: (\d+)/.exec(both)?.[1]),
    isLocked: / Is currently in a media-locked state/.test(both),
    maxReadKBps: Number(/Maximum read +speed: +(\d+)/.exec(both)?.[1]),
    writeSpeedsKBps: rowsOf(both, /Write speed # \d+: +(\d+) kB\/s/g).map(([speed]) => Number(speed)),
  };
}

export async function cdrskinMinfo(drive) {
  const { both } = await drive.run('cdrskin', [`dev=${SR}`, '-minfo']);
  const words = Object.fromEntries(rowsOf(both, /^ *([^:\n]+?) *: *(.*?) *$/gm));
  const rows = rowsOf(both, /^ +(\d+) +(\d+) (Audio|Data) +(\d+) +(\d+) +(\d+) *$/gm);
  const tracks = rows.map(([number, session, kind, startLba, endLba, lengthBlocks]) => ({
    number: Number(number),
    session: Number(session),
    kind: kind.toLowerCase(),
    startLba: Number(startLba),
    endLba: Number(endLba),
    lengthBlocks: Number(lengthBlocks),
  }));
  return { words, tracks };
}

/** The current profile; all profiles, and whether each is current; all features with code, version, persistent and current. */
export async function sgGetConfig(drive) {
  const { stdout } = await drive.run('sg_get_config', [SR]);
  const features = rowsOf(stdout, /version=(\d+), persist=(\d), current=(\d) \[0x([0-9a-f]+)\]/g);
  return {
    profile: /^Current profile: (.*)$/m.exec(stdout)?.[1],
    profiles: rowsOf(stdout, /profile: (\S+) , currentP=(\d)/g),
    features: features.map(([version, persistent, current, code]) => ({
      code: Number.parseInt(code, 16),
      version: Number(version),
      persistent: persistent === '1',
      current: current === '1',
    })),
  };
}

const ISOINFO = (startLba) => [`dev=${SR}`, '-R', ...(startLba === 0 ? [] : ['-T', String(startLba)])];

/** Names and lengths of the files in the root of the image whose session begins there; by SCSI, or by reading the node. */
export async function isoinfoList(drive, startLba, how = ISOINFO(startLba)) {
  const { stdout } = await drive.run('isoinfo', [...how, '-l']);
  return Object.fromEntries(
    rowsOf(stdout, /^-\S+ +\d+ +\d+ +\d+ +(\d+) .*\] +(\S+) *$/gm).map(([length, name]) => [name, Number(length)]),
  );
}

export const isoinfoListByNode = (drive) => isoinfoList(drive, 0, ['-i', SR, '-R']);

export const isoinfoFile = (drive, startLba, name) => drive.output('isoinfo', [...ISOINFO(startLba), '-x', `/${name}`]);
