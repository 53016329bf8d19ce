import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { incompleteTrack, nextWritableLbaOf } from '../../../build/drive/disc-state.js';
import { closeDisc } from '../../../dist/index.js';
import {
  DataBlockType,
  readSessionInfo,
  synchronizeCache,
  TrackMode,
  WriteType,
  write10,
  writeParametersPage,
} from '../../../dist/mmc/index.js';
import { noise } from '../../support/noise-source.mjs';
import { burnSessionAtOnce, WHILE_FULL } from '../libcdio/session-at-once.mjs';
import { onDisc } from '../support/saved-disc.mjs';
import { soundsOf, wavsOf } from './discwright.mjs';

const DATA_BLOCK_BYTES = 2_048;
const BLOCKS_PER_WRITE = 31;
/** Run-out blocks end a track that was written by Track-At-Once. */
const RUN_OUT_BLOCKS = 2;
const CD_ROM_XA = 0x20;

async function finish(steps) {
  for (;;) if ((await steps.next()).done) return;
}

/**
 * What readers must find in a session: its `tracks` (`number`, `startLba`, `kind`, `bytes` as they were burned) and where its
 * lead-out begins.
 */
const session = (tracks, leadOutLba) => ({ tracks, leadOutLba });

/** Burns a session with `discwright burn`, which reports where the tracks are. */
export async function burnAudioSession(drive, firstSeed, { lengths, args = [] } = {}) {
  const sounds = soundsOf(firstSeed, lengths);
  const files = await wavsOf(drive, sounds, `seed${firstSeed}-`);
  const { disc } = await drive.ask(['burn', '--yes', ...args, ...files]);
  const tracks = disc.tracks
    .slice(-sounds.length)
    .map(({ number, startLba }, index) => ({ number, startLba, kind: 'audio', bytes: onDisc(sounds[index]) }));
  const last = tracks.at(-1);
  return session(tracks, last.startLba + last.bytes.length / 2_352 + RUN_OUT_BLOCKS);
}

/** Burns a session that `burn` leaves open, and closes it with `close --appendable`. */
export async function burnAppendableSession(drive, firstSeed, options) {
  const burned = await burnAudioSession(drive, firstSeed, { ...options, args: ['--leave-open'] });
  await drive.discwright(['close', '--yes', '--appendable']);
  return burned;
}

/** For a disc by Session-At-Once, with everything that a cue sheet and the lead-in can carry. */
export const TEXTS = {
  album: { title: 'Suite', performer: 'Bach' },
  titles: ['Air', 'Badinerie', 'Gigue'],
  catalogNumber: '4006381333931',
  isrc: 'GBAYE6500331',
  pauseBlocks: 60,
  indexes: [0, 100, 200],
};

export async function burnTextDisc(drive) {
  const sounds = [300, 340, 400].map((blocks, index) => noise(blocks * 2_352, 40 + index));
  const placed = await drive.openBySocket((bySocket) =>
    burnSessionAtOnce(bySocket, {
      catalogNumber: TEXTS.catalogNumber,
      texts: {
        language: 9,
        characterCode: 0,
        firstTrack: 1,
        album: TEXTS.album,
        tracks: TEXTS.titles.map((title) => ({ title })),
      },
      tracks: [
        { sound: sounds[0], indexes: TEXTS.indexes },
        { sound: sounds[1], pauseBlocks: TEXTS.pauseBlocks, isrc: TEXTS.isrc },
        { sound: sounds[2] },
      ],
    }),
  );
  const tracks = placed.map(({ number, startLba, sound }) => ({ number, startLba, kind: 'audio', bytes: sound }));
  const last = tracks.at(-1);
  return session(tracks, last.startLba + last.bytes.length / 2_352);
}

/** Files for an image; isoinfo lists their names from the Rock Ridge extension. */
export const FILES = { 'readme.txt': Buffer.from('a file\n'), 'noise.bin': noise(400_000, 77) };

/** Burns a Mode 1 track with an ISO 9660 image of {@link FILES} by the commands of `discwright/mmc`, and closes the disc. */
export async function burnDataSession(drive) {
  const folder = join(drive.folder, 'files');
  await mkdir(folder, { recursive: true });
  for (const [name, bytes] of Object.entries(FILES)) await writeFile(join(folder, name), bytes);
  return drive.openBySocket(async (bySocket) => {
    const { number, startLba } = await nextTrack(bySocket);
    const iso = join(drive.folder, 'image.iso');
    const multi = startLba === 0 ? [] : ['-C', `${await lastSessionStart(bySocket)},${startLba}`];
    await drive.run('genisoimage', ['-quiet', '-R', ...multi, '-o', iso, folder]);
    const bytes = await readFile(iso);
    await writeData(bySocket, startLba, bytes);
    await finish(closeDisc(bySocket));
    const leadOutLba = startLba + bytes.length / DATA_BLOCK_BYTES + RUN_OUT_BLOCKS;
    return session([{ number, startLba, kind: 'data', bytes }], leadOutLba);
  });
}

async function nextTrack(bySocket) {
  const track = await incompleteTrack(bySocket);
  return { number: track.track, startLba: nextWritableLbaOf(track) };
}

const lastSessionStart = async (bySocket) =>
  (await bySocket.execute(readSessionInfo({ allocationLength: 12 }))).firstTrackStartLba;

async function writeData(bySocket, startLba, bytes) {
  await bySocket.changeModePage(writeParametersPage, {
    writeType: WriteType.TrackAtOnce,
    trackMode: TrackMode.Data,
    dataBlockType: DataBlockType.Mode1,
    sessionFormat: startLba === 0 ? 0 : CD_ROM_XA,
  });
  const blocks = bytes.length / DATA_BLOCK_BYTES;
  for (let done = 0; done < blocks; done += BLOCKS_PER_WRITE) {
    const part = bytes.subarray(done * DATA_BLOCK_BYTES, (done + BLOCKS_PER_WRITE) * DATA_BLOCK_BYTES);
    const command = write10({ lba: startLba + done, lengthBlocks: part.length / DATA_BLOCK_BYTES }, part);
    await bySocket.execute(command, { resend: WHILE_FULL });
  }
  await bySocket.execute(synchronizeCache({}));
}
