import { readlinkSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { NativePlace } from '../native-place.ts';
import { listNames, mountPointsOf, readAttribute } from './sysfs.ts';

const LABELS = 'dev/disk/by-label';

/**
 * What Linux knows about a drive, from sysfs, /proc and the links that udev makes.
 * @param path `/dev/sr0`, its `/dev/sg0`, or a link to either
 * @param root the folder that contains `sys`, `proc` and `dev`
 */
export function linuxPlace(path: string, root = '/'): NativePlace {
  const node = nodeOf(path, root);
  const folder = node.startsWith('sr') ? join(root, 'sys/block', node) : join(root, 'sys/class/scsi_generic', node);
  const attribute = (name: string) => readAttribute(folder, 'device', name) ?? '';
  const number = () => readAttribute(folder, 'dev');
  return {
    device: `/dev/${node}`,
    names: { vendor: attribute('vendor'), product: attribute('model'), revision: attribute('rev') },
    mountPoints: () => {
      const of = number();
      return of === undefined ? [] : mountPointsOf(root, of);
    },
    volumeName: () => labelOf(root, node),
    holder: () => holderOf(root, node),
  };
}

/** `sr0`; `sg0` for a drive that has only that node. */
function nodeOf(path: string, root: string): string {
  let real = path;
  try {
    real = realpathSync(join(root, path));
  } catch {
    // Not there: what is asked about it is not there either.
  }
  const name = real.slice(real.lastIndexOf('/') + 1);
  return listNames(root, 'sys/class/scsi_generic', name, 'device/block')[0] ?? name;
}

/** udev writes bytes that a file name cannot have, and spaces, as `\x20` (udev(7), ID_FS_LABEL_ENC). */
const decoded = (label: string): string =>
  Buffer.from(
    label.replace(/\\x([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString('utf8');

function labelOf(root: string, node: string): string {
  const label = listNames(root, LABELS).find((name) => {
    try {
      return readlinkSync(join(root, LABELS, name)).endsWith(`/${node}`);
    } catch {
      return false;
    }
  });
  return label === undefined ? '' : decoded(Buffer.from(label, 'utf8').toString('latin1'));
}

const LOCK_KIND = 1;
const LOCK_PROCESS = 4;
const LOCK_FILE = 5;
/** Of a lock that another process waits for, `->` comes after the number. */
const WAITING = '->';

/**
 * Linux does not say who has O_EXCL on a node, but the programs that keep udev away lock it too (flock), and that it does say
 * (proc(5), /proc/locks): by the number of the process, whose name is in /proc.
 */
function holderOf(root: string, node: string): string | undefined {
  const lines = readAttribute(root, 'proc/locks')?.split('\n');
  const inode = inodeOf(join(root, 'dev', node));
  if (lines === undefined || inode === undefined) return undefined;
  const locks = lines.map((line) => line.trim().split(/\s+/)).filter((fields) => fields[LOCK_KIND] !== WAITING);
  const lock = locks.find((fields) => fields[LOCK_KIND] === 'FLOCK' && fields[LOCK_FILE]?.endsWith(`:${inode}`));
  const process = lock?.[LOCK_PROCESS];
  if (process === undefined) return '';
  const command = readAttribute(root, 'proc', process, 'comm');
  return command === undefined ? `process ${process}` : `${command} (process ${process})`;
}

function inodeOf(path: string): number | undefined {
  try {
    return statSync(path).ino;
  } catch {
    return undefined;
  }
}
