import { execFile } from 'node:child_process';
import { access, readdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { TransportError, type TransportErrorKind } from '../../transport/transport-error.ts';
import { TARGET_ROOT } from './target.ts';

/** The target core with its user-space device and its loop; the drivers that make the nodes. */
const MODULES = ['target_core_user', 'tcm_loop', 'sg', 'sr_mod'] as const;

const CONFIGFS = dirname(TARGET_ROOT);

/**
 * Makes sure that this system can present a simulated drive, loading the kernel's modules if necessary.
 * @throws TransportError that says what is missing and what to do
 */
export async function requireTcmu(): Promise<void> {
  if (process.platform !== 'linux') {
    throw refusal('unsupported', 'only Linux has TCMU', 'Serve the drive with --socket instead');
  }
  if (process.getuid?.() !== 0) {
    throw refusal(
      'denied',
      'only root may add devices to this machine',
      'Run it with sudo, or serve with --socket instead',
    );
  }
  const complaint = await loadModules();
  if (await exists(`${TARGET_ROOT}/core`)) return;
  if (!(await isMounted())) {
    throw refusal(
      'unsupported',
      `configfs is not mounted on ${CONFIGFS}`,
      `Run: mount -t configfs configfs ${CONFIGFS}`,
    );
  }
  throw refusal(
    'unsupported',
    `the kernel has no target core${complaint === '' ? '' : ` (${complaint})`}`,
    `Run: modprobe -a ${MODULES.join(' ')}. A kernel without them (cloud kernels, containers) cannot do it: serve with --socket instead`,
  );
}

/** @returns the system's complaint, if any: not a failure yet, since the modules may be built into the kernel */
async function loadModules(): Promise<string> {
  try {
    await promisify(execFile)('modprobe', ['-a', ...MODULES]);
    return '';
  } catch (error) {
    const { stderr = '', message } = error as { stderr?: string; message: string };
    return (stderr.trim() || message).split('\n', 1)[0] ?? '';
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** An empty folder is a mount point without its file system. */
async function isMounted(): Promise<boolean> {
  const names = await readdir(CONFIGFS).catch(() => []);
  return names.length > 0;
}

export const refusal = (kind: TransportErrorKind, reason: string, remedy: string, cause?: unknown): TransportError =>
  new TransportError({
    kind,
    path: 'TCMU',
    operation: 'serve',
    reason,
    remedy,
    ...(cause === undefined ? {} : { cause }),
  });
