import { mkdir, readdir, readFile, rmdir, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Where the kernel's target core is configured: folders are objects, files their attributes. */
export const TARGET_ROOT = '/sys/kernel/config/target';

/** What belongs to a server: its process, and when that began. */
export interface Owner {
  readonly pid: number;
  /** As /proc counts it. */
  readonly start: string;
}

const NAME = /^discwright-(\d+)-(\d+)$/;
const PORT_NAME = /^naa\.6001405d([0-9a-f]{8})$/;

/** The names of what one server makes: they tell the next server whose it was. */
export class TargetPlaces {
  readonly name: string;
  /** What the kernel calls the owner's half in /sys/class/uio. */
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
    // NAA 6 with the company id of LIO, then a d for ours and the process; the far end of the loop differs by one digit.
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

/** Some size must be told; what the drive really holds, it says itself. */
const DEVICE_BYTES = 737_280_000;
const BLOCK_BYTES = 2_048;
/** One command at a time, of a MiB at most. */
const DATA_AREA_MIB = 8;

/** Makes the device that this process will answer for. */
export async function createDevice(places: TargetPlaces, { commandTimeoutS }: DeviceSettings): Promise<void> {
  await mkdir(places.adapter, { recursive: true });
  await mkdir(places.device);
  const settings = [
    `dev_config=${places.name}`,
    `dev_size=${DEVICE_BYTES}`,
    `hw_block_size=${BLOCK_BYTES}`,
    `max_data_area_mb=${DATA_AREA_MIB}`,
  ];
  await writeFile(join(places.device, 'control'), settings.join(','));
  await writeFile(join(places.device, 'enable'), '1');
  await writeFile(join(places.device, 'attrib', 'cmd_time_out'), String(commandTimeoutS));
  // Kernels before 5.10 do not tell; there, whoever gives up a command waits until it is answered all the same.
  await writeFile(join(places.device, 'attrib', 'tmr_notification'), '1').catch(() => {});
}

/**
 * Plugs the device into this machine. The kernel asks it who it is meanwhile, so it must be answering already.
 * @returns host, channel and target: `2:0:1`
 */
export async function plugIn(places: TargetPlaces): Promise<string> {
  await mkdir(places.lun, { recursive: true });
  await writeFile(join(places.group, 'nexus'), places.nexus);
  await symlink(places.device, places.link);
  return (await readFile(join(places.group, 'address'), 'utf8')).trim();
}

/** Takes away whatever of it is there. The kernel asks the device this and that while it lets it go. */
export async function removeTarget(places: TargetPlaces): Promise<void> {
  await gone(unlink(places.link));
  await gone(rmdir(places.lun));
  await gone(rmdir(places.group));
  await gone(rmdir(places.port));
  await gone(rmdir(places.device));
  await gone(rmdir(places.adapter));
}

async function gone(removal: Promise<void>): Promise<void> {
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
    // A port without its device: its server died while it took them away. Nobody lives who began at 0.
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
