import { readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Contents of a small kernel file without its line end; undefined when it cannot be read. */
export function readAttribute(...path: string[]): string | undefined {
  try {
    return readFileSync(join(...path), 'latin1').trim();
  } catch {
    return undefined;
  }
}

/** Names in a kernel folder; none when it is not there. */
export function listNames(...path: string[]): string[] {
  try {
    return readdirSync(join(...path)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  } catch {
    return [];
  }
}

/** `11:0`, as sysfs and mountinfo write a block device. */
export function deviceNumber(node: { readonly major: number; readonly minor: number }): string {
  return `${node.major}:${node.minor}`;
}

/** Name of the sr block device (`sr0`) of the drive whose sg node has this number; undefined without one. */
export function blockNameOf(root: string, sgNumber: string): string | undefined {
  return listNames(root, 'sys/dev/char', sgNumber, 'device/block')[0];
}

/** Number of an sr block device by its name. */
export function blockNumberOf(root: string, name: string): string | undefined {
  return readAttribute(root, 'sys/class/block', name, 'dev');
}

/**
 * The USB device through which a drive is connected: the nearest ancestor of its SCSI device that has a USB ID. It is the
 * bridge in a case, or the drive itself. `JMicron USB to ATA bridge (152d:2329)`; undefined for a drive that is not on USB.
 * @param node `char/21:0` or `block/11:0`, below sys/dev
 */
export function usbBridgeOf(root: string, node: string): string | undefined {
  let folder: string;
  try {
    folder = realpathSync(join(root, 'sys/dev', node, 'device'));
  } catch {
    return undefined;
  }
  for (; dirname(folder) !== folder; folder = dirname(folder)) {
    const vendor = readAttribute(folder, 'idVendor');
    const product = readAttribute(folder, 'idProduct');
    if (vendor === undefined || product === undefined) continue;
    const names = [readAttribute(folder, 'manufacturer'), readAttribute(folder, 'product')];
    const name = names.filter((each) => each !== undefined && each !== '').join(' ');
    return name === '' ? `with ID ${vendor}:${product}` : `${name} (${vendor}:${product})`;
  }
  return undefined;
}

const MOUNTINFO_DEVICE = 2;
const MOUNTINFO_MOUNT_POINT = 4;
const OCTAL = 8;

/** Everywhere that a block device is mounted, as this process sees it (proc(5), /proc/pid/mountinfo). */
export function mountPointsOf(root: string, blockNumber: string): readonly string[] {
  const lines = readAttribute(root, 'proc/self/mountinfo')?.split('\n') ?? [];
  return lines
    .map((line) => line.split(' '))
    .filter((fields) => fields[MOUNTINFO_DEVICE] === blockNumber)
    .flatMap((fields) => fields[MOUNTINFO_MOUNT_POINT] ?? [])
    .map(unescaped);
}

/** The first place where it is mounted; undefined when it is not. */
export const mountPointOf = (root: string, blockNumber: string): string | undefined =>
  mountPointsOf(root, blockNumber)[0];

function unescaped(raw: string): string {
  const bytes = raw.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, OCTAL)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}
