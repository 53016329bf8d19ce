import { join, resolve } from 'node:path';

/** Debian's group cdrom. */
export const CDROM_GROUP = 24;
const PLAIN_USER = 1_000;

const script = resolve(import.meta.dirname, '../../../../dist/cli/main.js');

/** Who runs a program: root; a user in group cdrom, to which udev gives the nodes; a user who is in no group. */
const RIGHTS = {
  root: [],
  cdrom: ['setpriv', `--reuid=${PLAIN_USER}`, `--regid=${PLAIN_USER}`, `--groups=${CDROM_GROUP}`],
  nobody: ['setpriv', `--reuid=${PLAIN_USER}`, `--regid=${PLAIN_USER}`, '--clear-groups'],
};

/** `discwright` as that user: the program and its arguments, for startProgram. */
export function discwright(user, ...args) {
  const [program, ...parameters] = [...RIGHTS[user], process.execPath, script, ...args];
  return [program, parameters];
}

export const repository = resolve(import.meta.dirname, '../../../..');
export const audio = ['01-short-bell.wav', '02-odd-sweep.wav', '03-long-sweep.wav'].map((name) =>
  join(repository, 'fixtures/audio', name),
);
