import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildLibraryFor } from '../../test/rigs/preload/build.mjs';
import { repository } from '../../test/rigs/support/served-drive.mjs';
import { recordReplies } from './replies.mjs';

/** The nodes at which a program that was started with {@link recorderEnvironment} finds the recorder. */
export const SR = '/dev/sr0';
export const SG = '/dev/sg0';

const RULES_OF = { 'CD-R 80': 'cd.c', 'BD-R': 'bd.c' };

/**
 * Compiles the recorder, a library for LD_PRELOAD, if its sources or the recorded replies have changed.
 * @param medium the blank disc in it, `CD-R 80` or `BD-R`
 * @returns its path
 */
export async function buildRecorder(medium = 'CD-R 80') {
  const generated = join(repository, 'node_modules/.cache/discwright-rigs/recorder', medium);
  const replies = join(generated, 'replies.h');
  const text = await recordReplies(medium);
  mkdirSync(generated, { recursive: true });
  if (!existsSync(replies) || readFileSync(replies, 'utf8') !== text) writeFileSync(replies, text);
  const files = ['recorder.h', 'recorder.c', RULES_OF[medium], 'pace.c'].map((each) => join(import.meta.dirname, each));
  return buildLibraryFor(`recorder-${medium.replace(' ', '-')}`, [...files, replies], generated);
}

/**
 * @param library what {@link buildRecorder} returned
 * @param options `folder`: for the files behind the nodes; `sound`: the WAV that READ CD returns; `image`: what
 *   READ(10) returns; `counts`: a file for what was
 *   counted; `speed`: of writing, as a multiple of 1x (default: everything at once); `maxBytes`: of one command
 */
export function recorderEnvironment(library, { folder, sound, image, counts, speed, maxBytes }) {
  return {
    ...process.env,
    LC_ALL: 'C',
    LD_PRELOAD: library,
    DISCWRIGHT_PRELOAD_SOCKET: join(folder, 'recorder'),
    DISCWRIGHT_PRELOAD_SR: SR,
    DISCWRIGHT_PRELOAD_SG: SG,
    ...(sound === undefined ? {} : { DISCWRIGHT_RECORDER_SOUND: sound }),
    ...(image === undefined ? {} : { DISCWRIGHT_RECORDER_IMAGE: image }),
    ...(counts === undefined ? {} : { DISCWRIGHT_RECORDER_COUNTS: counts }),
    ...(speed === undefined ? {} : { DISCWRIGHT_RECORDER_SPEED: String(speed) }),
    ...(maxBytes === undefined ? {} : { DISCWRIGHT_PRELOAD_MAX_BYTES: String(maxBytes) }),
  };
}
