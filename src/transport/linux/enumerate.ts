import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { NativeDriveListing } from '../native-listing.ts';
import { Errno, errnoOf } from './errno.ts';
import { openError } from './open-errors.ts';
import { listNames, mountPointOf, readAttribute } from './sysfs.ts';

const CD_OR_DVD = '5';

/**
 * The optical drives that the kernel knows, from sysfs alone: opening /dev/sr0 would already send commands. Drives without an
 * sr node, because sr_mod is not loaded, are listed by their sg node.
 * @param root the folder that contains `sys`, `proc` and `dev`
 */
export function listLinuxDrives(root = '/'): NativeDriveListing[] {
  const blocks = listNames(root, 'sys/block').filter((name) => /^sr\d+$/.test(name));
  const generics = listNames(root, 'sys/class/scsi_generic').filter(
    (name) => readAttribute(root, 'sys/class/scsi_generic', name, 'device/type') === CD_OR_DVD,
  );
  const withBlock = blocks.map((name) => {
    const generic = listNames(root, 'sys/block', name, 'device/scsi_generic')[0];
    return { name, generic, folder: join(root, 'sys/block', name) };
  });
  const alone = generics
    .filter((name) => !withBlock.some(({ generic }) => generic === name))
    .map((name) => ({ name, generic: undefined, folder: join(root, 'sys/class/scsi_generic', name) }));
  return [...withBlock, ...alone].map(({ name, generic, folder }) => {
    const number = readAttribute(folder, 'dev');
    const mountPoint = number === undefined ? undefined : mountPointOf(root, number);
    return {
      path: `/dev/${name}`,
      vendor: readAttribute(folder, 'device/vendor') ?? '',
      product: readAttribute(folder, 'device/model') ?? '',
      revision: readAttribute(folder, 'device/rev') ?? '',
      ...(generic === undefined ? {} : { alternativePath: `/dev/${generic}` }),
      ...(mountPoint === undefined ? {} : { busy: `its disc is mounted on ${mountPoint}` }),
      ...access(root, `/dev/${name}`),
    };
  });
}

function access(root: string, path: string): Pick<NativeDriveListing, 'accessible' | 'problem'> {
  try {
    accessSync(join(root, path), constants.R_OK | constants.W_OK);
    return { accessible: true };
  } catch (error) {
    const errno = errnoOf(error) ?? 0;
    if (errno === Errno.ENOENT) {
      return { accessible: false, problem: `the kernel knows the drive, but there is no ${path} here (a container?)` };
    }
    const { reason, remedy } = openError(path, errno, 'access', error);
    return { accessible: false, problem: `${reason}. ${remedy}` };
  }
}
