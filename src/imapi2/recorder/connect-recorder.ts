import { Drive } from '../../drive/drive.ts';
import { findPlace } from '../../open-drive.ts';
import { Scheme } from '../../transport/scheme.ts';
import { HResult } from '../core/hresult.ts';
import type { RecorderBinding, RecorderIdentity } from '../core/recorder-binding.ts';
import { hresultOfFailure } from '../core/sense-to-hresult.ts';
import { SharedDrive } from '../core/shared-drive.ts';
import { deviceName } from './device-name.ts';
import { LateTransport } from './late-transport.ts';
import { type DriveOpener, type OpenedDrive, OpenedDrives } from './opened-drives.ts';
import { identify } from './recorder-identity.ts';

const isLocked = (error: unknown): boolean => hresultOfFailure(error) === HResult.E_IMAPI_RECORDER_LOCKED;

/**
 * Opens a drive for a recorder, or shares it with the recorders that have it open, and asks what it is. A drive that another
 * program has locked does not answer: then only what the system knows is known.
 * @throws E_INVALIDARG for what is not an optical drive; SenseError, TransportError
 */
export async function connectRecorder(open: DriveOpener, id: string | Drive): Promise<RecorderBinding> {
  const found = typeof id === 'string' ? await findPlace(id).catch(() => undefined) : undefined;
  const opened =
    typeof id === 'string'
      ? await OpenedDrives.of(open).take(await deviceName(id, found), () => openUnlessLocked(open, id))
      : { drive: id, release: async () => {} };
  try {
    return await bindingTo(typeof id === 'string' ? id : id.path, opened, found);
  } catch (error) {
    await opened.release().catch(() => {});
    throw error;
  }
}

async function bindingTo(
  id: string,
  { drive, release }: OpenedDrive,
  found: Awaited<ReturnType<typeof findPlace>>,
): Promise<RecorderBinding> {
  const shared = SharedDrive.of(drive);
  const place = drive.simulated ? undefined : found;
  try {
    const identity = await identify(drive);
    await shared.look();
    return { id, shared, identity, place, release };
  } catch (error) {
    if (!isLocked(error)) throw error;
    const names = place?.names ?? { vendor: '', product: '', revision: '' };
    return { id, shared, identity: { ...names, ...UNKNOWN }, place, release };
  }
}

const UNKNOWN: Omit<RecorderIdentity, 'vendor' | 'product' | 'revision'> = {
  canLoad: true,
  trackAtOnce: true,
  raw: true,
  data: true,
  rewritable: true,
  certain: false,
};

/** A drive that was locked when the recorder was initialized may answer now. */
export async function learnIdentity(binding: RecorderBinding): Promise<void> {
  if (binding.identity.certain) return;
  binding.identity = await identify(binding.shared.drive);
}

async function openUnlessLocked(open: DriveOpener, path: string): Promise<Drive> {
  try {
    return await open(path);
  } catch (error) {
    if (!isLocked(error)) throw error;
    const again = async () => (await open(path)).transport;
    return new Drive(new LateTransport(path, path.startsWith(Scheme.Simulated), again));
  }
}

/** Who has exclusive access to the drive: empty when nobody does, or when it cannot be known. */
export async function ownerOf({ shared, place }: RecorderBinding): Promise<string> {
  const { drive } = shared;
  if (drive.exclusiveOwner !== '') return drive.exclusiveOwner;
  const named = place?.holder();
  if (named !== undefined) return named;
  // Only an attempt to use the drive shows who has it.
  const refused = await drive.whenReady({ activity: 'answering', limitMs: 0 }).then(
    () => undefined,
    (error: unknown) => error,
  );
  return holderIn(refused);
}

const holderIn = (error: unknown): string => {
  const { holder, cause } = (error ?? {}) as { holder?: string; cause?: unknown };
  return holder ?? (cause instanceof Error ? holderIn(cause) : '');
};
