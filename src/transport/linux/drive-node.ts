import { constants } from 'node:fs';
import type { TransportError } from '../transport-error.ts';
import { Errno } from './errno.ts';
import { notADrive, openError } from './open-errors.ts';
import { deviceNumber, readAttribute } from './sysfs.ts';
import type { DeviceNode, LinuxSystem } from './system.ts';

/** Linux's fixed major numbers (Documentation/admin-guide/devices.txt). */
const SCSI_CDROM_MAJOR = 11;
const SCSI_GENERIC_MAJOR = 21;
/** Peripheral device type of INQUIRY data (SPC-3 6.4.2). */
const CD_OR_DVD = '5';
/** Answered by every device that accepts SG_IO, without sending anything to it. */
const SG_GET_VERSION_NUM = 0x2282;

export interface OpenNode {
  readonly fd: number;
  readonly kind: 'sr' | 'sg';
  /** `11:0`. */
  readonly number: string;
  /** Could only be opened for reading: through such a node the kernel sends only commands that change nothing. */
  readonly readOnly: boolean;
}

/**
 * Opens a drive's node. O_NONBLOCK because sr otherwise refuses an empty drive, closes an open tray and locks the door of a
 * full one, and sg otherwise waits while another program has it exclusively (measured). Opening sr still sends GET EVENT
 * STATUS NOTIFICATION and TEST UNIT READY, and about ten commands after a disc change; opening sg sends nothing.
 * @param extraFlags O_EXCL, for exclusive use of an sg node
 * @throws TransportError also for anything that is not an optical drive, before any command reaches it
 */
export function openNode(system: LinuxSystem, path: string, extraFlags = 0): OpenNode {
  const flags = constants.O_NONBLOCK | extraFlags;
  let readOnly = false;
  let opened = system.open(path, flags | constants.O_RDWR);
  if (!opened.ok && [Errno.EACCES, Errno.EPERM, Errno.EROFS].some((errno) => !opened.ok && opened.errno === errno)) {
    readOnly = true;
    opened = system.open(path, flags | constants.O_RDONLY);
  }
  if (!opened.ok) throw openError(path, opened.errno);
  const fd = opened.value;
  const node = system.stat(fd);
  const kind = driveKind(system, node);
  if (kind !== undefined) return { fd, kind, number: deviceNumber(node), readOnly };
  const refusal = refuse(system, path, fd);
  system.close(fd);
  throw refusal;
}

function driveKind(system: LinuxSystem, node: DeviceNode): OpenNode['kind'] | undefined {
  if (node.type === 'block') return node.major === SCSI_CDROM_MAJOR ? 'sr' : undefined;
  if (node.type !== 'character' || node.major !== SCSI_GENERIC_MAJOR) return undefined;
  // A hard disk has an sg node too. Where sysfs is not visible, the first INQUIRY will show which it is.
  const type = readAttribute(system.root, 'sys/dev/char', deviceNumber(node), 'device/type');
  return type === undefined || type === CD_OR_DVD ? 'sg' : undefined;
}

function refuse(system: LinuxSystem, path: string, fd: number): TransportError {
  const errno = system.ioctl(fd, SG_GET_VERSION_NUM, Buffer.alloc(4));
  return errno === 0 ? notADrive(path) : notADrive(path, errno, 'SG_GET_VERSION_NUM');
}
