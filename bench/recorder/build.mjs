import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildLibraryFor } from '../../test/rigs/preload/build.mjs';
import { repository } from '../../test/rigs/support/served-drive.mjs';
import { recordReplies } from './replies.mjs';

/** The nodes at which a program that was started with {@link recorderEnvironment} finds the recorder. */
export const SR = '/dev/sr0';
export const SG = '/dev/sg0';

/**
 * Compiles the recorder, a library for LD_PRELOAD, if its sources or the recorded replies have changed.
 * @returns its path
 */
export async function buildRecorder() {
  const generated = join(repository, 'node_modules/.cache/discwright-rigs/recorder');
  const replies = join(generated, 'replies.h');
  const text = await recordReplies();
  mkdirSync(generated, { recursive: true });
  if (!existsSync(replies) || readFileSync(replies, 'utf8') !== text) writeFileSync(replies, text);
  const files = ['recorder.h', 'recorder.c', 'reports.c', 'pace.c'].map((each) => join(import.meta.dirname, each));
  return buildLibraryFor('recorder', [...files, replies], generated);
}

/**
 * @param library what {@link buildRecorder} returned
 * @param options `folder`: for the files behind the nodes; `sound`: the WAV that READ CD returns; `counts`: a file for what was
 *   counted; `speed`: of writing, as a multiple of 1x (default: everything at once); `maxBytes`: of one command
 */
export function recorderEnvironment(library, { folder, sound, counts, speed, maxBytes }) {
  return {
    ...process.env,
    LC_ALL: 'C',
    LD_PRELOAD: library,
    DISCWRIGHT_PRELOAD_SOCKET: join(folder, 'recorder'),
    DISCWRIGHT_PRELOAD_SR: SR,
    DISCWRIGHT_PRELOAD_SG: SG,
    ...(sound === undefined ? {} : { DISCWRIGHT_RECORDER_SOUND: sound }),
    ...(counts === undefined ? {} : { DISCWRIGHT_RECORDER_COUNTS: counts }),
    ...(speed === undefined ? {} : { DISCWRIGHT_RECORDER_SPEED: String(speed) }),
    ...(maxBytes === undefined ? {} : { DISCWRIGHT_PRELOAD_MAX_BYTES: String(maxBytes) }),
  };
}
