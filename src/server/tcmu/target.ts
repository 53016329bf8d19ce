import { mkdir, readdir, readFile, rmdir, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolders } from '../../transport/make-folders.ts';

/** Where the kernel's target core is configured: folders are objects, files their attributes. */
export const TARGET_ROOT = '/sys/kernel/config/target';

/** The server that something belongs to: its process, and when that started. */
export interface Owner {
  readonly pid: number;
  /** As /proc counts it. */
  readonly start: string;
}

const NAME = /^discwright-(\d+)-(\d+)$/;
const PORT_NAME = /^naa\.6001405d([0-9a-f]{8})$/;

/** The paths of what one server creates; from their names the next server learns whose it was. */
export class TargetPaths {
  readonly name: string;
  /** The kernel's name for the server's side in /sys/class/uio. */
  readonly uioName: string;
  readonly adapter: string;
  readonly device: string;
  readonly port: string;
  readonly nexus: string;
  readonly #root: string;

  constructor({ pid, start }: Owner, root = TARGET_ROOT) {
    const number = pid.toString(16).padStart(8, '0');
    this.#root = root;
    this.name = `discwright-${pid}-${start}`;
    this.uioName = `tcm-user/${pid}/${this.name}`;
    this.adapter = join(root, 'core', `user_${pid}`);
    this.device = join(this.adapter, this.name);
    // NAA 6 with LIO's company id, then d for discwright and the process; the far end of the loop differs by one digit.
    this.port = join(root, 'loopback', `naa.6001405d${number}`);
    this.nexus = `naa.6001405e${number}`;
  }

  get group(): string {
    return join(this.port, 'tpgt_1');
  }

  get lun(): string {
    return join(this.group, 'lun', 'lun_0');
  }

  get link(): string {
    return join(this.lun, 'discwright');
  }

  get loopback(): string {
    return join(this.#root, 'loopback');
  }
}

export interface DeviceSettings {
  /** Seconds after which the kernel itself answers for a server that does not. */
  readonly commandTimeoutS: number;
}

/** A size must be given; the drive itself reports its real one. */
const DEVICE_BYTES = 737_280_000;
const BLOCK_BYTES = 2_048;
/** One command at a time, of at most 1 MiB. */
const DATA_AREA_MIB = 8;

/** Creates the device that this process will answer for. */
export async function createDevice(paths: TargetPaths, { commandTimeoutS }: DeviceSettings): Promise<void> {
  await makeFolders(paths.adapter);
  await mkdir(paths.device);
  const settings = [
    `dev_config=${paths.name}`,
    `dev_size=${DEVICE_BYTES}`,
    `hw_block_size=${BLOCK_BYTES}`,
    `max_data_area_mb=${DATA_AREA_MIB}`,
  ];
  await writeFile(join(paths.device, 'control'), settings.join(','));
  await writeFile(join(paths.device, 'enable'), '1');
  await writeFile(join(paths.device, 'attrib', 'cmd_time_out'), String(commandTimeoutS));
  // Kernels before 5.10 do not report aborts; there, a program that aborts a command waits until it is answered anyway.
  await writeFile(join(paths.device, 'attrib', 'tmr_notification'), '1').catch(() => {});
}

/**
 * Plugs the device into this machine. Meanwhile the kernel asks it to identify itself, so it must be answering already.
 * @returns host, channel and target: `2:0:1`
 */
export async function plugIn(paths: TargetPaths): Promise<string> {
  await makeFolders(paths.lun);
  await writeFile(join(paths.group, 'nexus'), paths.nexus);
  await symlink(paths.device, paths.link);
  return (await readFile(join(paths.group, 'address'), 'utf8')).trim();
}

/** Removes whatever parts of it exist. The kernel still sends the device commands meanwhile. */
export async function removeTarget(paths: TargetPaths): Promise<void> {
  await ifPresent(unlink(paths.link));
  await ifPresent(rmdir(paths.lun));
  await ifPresent(rmdir(paths.group));
  await ifPresent(rmdir(paths.port));
  await ifPresent(rmdir(paths.device));
  await ifPresent(rmdir(paths.adapter));
}

async function ifPresent(removal: Promise<void>): Promise<void> {
  try {
    await removal;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
}

/** The servers, dead or alive, that something here belongs to. */
export async function ownersIn(root = TARGET_ROOT): Promise<Owner[]> {
  const owners: Owner[] = [];
  for (const adapter of await namesIn(join(root, 'core'))) {
    for (const name of await namesIn(join(root, 'core', adapter))) {
      const [, pid, start] = NAME.exec(name) ?? [];
      if (pid !== undefined && start !== undefined) owners.push({ pid: Number(pid), start });
    }
  }
  const known = new Set(owners.map(({ pid }) => pid));
  for (const port of await namesIn(join(root, 'loopback'))) {
    const [, number = ''] = PORT_NAME.exec(port) ?? [];
    const pid = Number.parseInt(number, 16);
    // A port without its device: its server died while removing them. No live process started at 0.
    if (number !== '' && !known.has(pid)) owners.push({ pid, start: '0' });
  }
  return owners;
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw error;
  }
}
