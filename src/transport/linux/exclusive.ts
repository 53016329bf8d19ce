import { constants } from 'node:fs';
import { Errno } from './errno.ts';
import { busyError, openError } from './open-errors.ts';
import { mountPointOf } from './sysfs.ts';
import type { LinuxSystem } from './system.ts';

/** flock(2). */
const LOCK_EX = 0x2;
const LOCK_NB = 0x4;
/** udev holds its own lock while it probes a disc that was just opened or changed. */
const LOCK_TRIES = 40;
const LOCK_PAUSE_MS = 50;

/**
 * Keeps other programs away from an sr node by a second handle. It must be open for writing as well as O_EXCL: only then does
 * the kernel stop polling the drive itself, which otherwise sends a GET EVENT STATUS NOTIFICATION every two seconds and so
 * consumes the media events (measured). O_EXCL fails while the disc is mounted or another program has O_EXCL, but does not
 * keep plain opens away; the flock on the same handle keeps udev's probing away.
 * @returns the handle; closing it releases everything
 * @throws TransportError `busy`
 */
export function holdBlockDevice(system: LinuxSystem, path: string, blockPath: string, number: string): number {
  const opened = system.open(blockPath, constants.O_RDWR | constants.O_EXCL | constants.O_NONBLOCK);
  if (!opened.ok) {
    if (opened.errno === Errno.EBUSY) throw busyError(path, opened.errno, mountPointOf(system.root, number));
    throw openError(path, opened.errno, `open ${blockPath} for exclusive use`);
  }
  const errno = lock(system, opened.value);
  if (errno === 0) return opened.value;
  system.close(opened.value);
  throw errno === Errno.EWOULDBLOCK ? busyError(path, errno, undefined) : openError(path, errno, 'flock');
}

function lock(system: LinuxSystem, fd: number): number {
  for (let tries = 1; ; tries++) {
    const errno = system.flock(fd, LOCK_EX | LOCK_NB);
    if (errno !== Errno.EWOULDBLOCK || tries === LOCK_TRIES) return errno;
    system.pause(LOCK_PAUSE_MS);
  }
}
