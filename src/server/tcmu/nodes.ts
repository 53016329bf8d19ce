import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ServedNodes } from '../served-nodes.ts';

const POLL_MS = 50;
/** The kernel sends the drive a dozen commands before it makes the nodes. */
const TIMEOUT_MS = 10_000;

/**
 * Waits for the nodes that the kernel makes for a SCSI device.
 * @param address host, channel and target: `2:0:1`
 */
export async function findNodes(address: string, sys = '/sys'): Promise<ServedNodes> {
  const device = join(sys, 'class/scsi_device', `${address}:0`, 'device');
  const until = Date.now() + TIMEOUT_MS;
  for (;;) {
    const [block] = await namesIn(join(device, 'block'));
    const [generic] = await namesIn(join(device, 'scsi_generic'));
    if ((block !== undefined && generic !== undefined) || Date.now() > until) {
      return {
        ...(block === undefined ? {} : { block: `/dev/${block}` }),
        ...(generic === undefined ? {} : { generic: `/dev/${generic}` }),
      };
    }
    await sleep(POLL_MS);
  }
}

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

/** The device through which a program answers for the target: its name in /sys/class/uio. */
export async function findUio(
  uioName: string,
  read: (path: string) => Promise<string>,
  sys = '/sys',
): Promise<string | undefined> {
  const folder = join(sys, 'class/uio');
  for (const name of await namesIn(folder)) {
    if ((await read(join(folder, name, 'name'))).includes(uioName)) return name;
  }
  return undefined;
}
