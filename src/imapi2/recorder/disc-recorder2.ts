import { isStillBusy } from '../../drive/bad-answer.ts';
import { Drive } from '../../drive/drive.ts';
import { closeTray, ejectDisc } from '../../drive/eject.ts';
import { membersInJson } from '../../json-values.ts';
import { profilesOf } from '../../mmc/features.ts';
import { openDrive } from '../../open-drive.ts';
import { isOwnerName, OWNER_NAME_RULE } from '../../transport/owner-name.ts';
import type { IMAPI_FEATURE_PAGE_TYPE, IMAPI_MODE_PAGE_TYPE, IMAPI_PROFILE_TYPE } from '../core/enums.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { bind, bindingOf, notBoundInWords, type RecorderBinding, unbind } from '../core/recorder-binding.ts';
import { variantBool } from '../core/variant-bool.ts';
import type { IDiscRecorder2 } from '../interfaces/index.ts';
import { connectRecorder, learnIdentity, ownerOf } from './connect-recorder.ts';
import { DiscRecorder2Ex } from './disc-recorder2-ex.ts';
import type { DriveOpener } from './opened-drives.ts';
import { readFeatures, readModePageCodes } from './recorder-identity.ts';

export type { DriveOpener } from './opened-drives.ts';

/**
 * One drive, as IMAPI2's IDiscRecorder2 presents it. Recorders on one device share it, and the last one closes it. `await
 * using` releases it.
 */
export class DiscRecorder2 extends DiscRecorder2Ex implements IDiscRecorder2, AsyncDisposable {
  readonly #open: DriveOpener;
  readonly #holds: AsyncDisposable[] = [];

  constructor(open: DriveOpener = openDrive) {
    super();
    this.#open = open;
  }

  /**
   * @param recorderUniqueId a path, or a drive that is already open, which its owner must close
   * @throws E_INVALIDARG, device errors; E_IMAPI_RECORDER_LOCKED while a disc is prepared in the previous drive. A drive that
   * another program has locked is not an error: what is known about it can be read, and {@link exclusiveAccessOwner}
   */
  async initializeDiscRecorder(recorderUniqueId: string | Drive): Promise<void> {
    const member = 'initializeDiscRecorder()';
    const named = typeof recorderUniqueId === 'string' && recorderUniqueId !== '';
    if (!named && !(recorderUniqueId instanceof Drive)) {
      throw new ImapiError(HResult.E_INVALIDARG, { member, remedy: 'Give a drive: /dev/sr0, D: or sim:.' });
    }
    if (bindingOf(this)?.shared.hasWriterOf(this)) throw locked(member);
    try {
      await this.#release();
      bind(this, await connectRecorder(this.#open, recorderUniqueId));
    } catch (error) {
      throw ImapiError.from(error, member);
    }
  }

  get activeDiscRecorder(): string {
    return this.bound('activeDiscRecorder').id;
  }

  get vendorId(): string {
    return this.bound('vendorId').identity.vendor;
  }

  get productId(): string {
    return this.bound('productId').identity.product;
  }

  get productRevision(): string {
    return this.bound('productRevision').identity.revision;
  }

  get volumeName(): string {
    return this.bound('volumeName').place?.volumeName() ?? '';
  }

  get volumePathNames(): readonly string[] {
    const { id, place } = this.bound('volumePathNames');
    if (place !== undefined) return place.mountPoints();
    const letter = /^(?:\\\\[.?]\\)?([A-Za-z]:)\\?$/.exec(id)?.[1];
    return letter === undefined ? [] : [`${letter.toUpperCase()}\\`];
  }

  /**
   * Not of IMAPI2: the drive, for the rest of this package. It is closed with the recorder.
   * @throws E_POINTER before {@link initializeDiscRecorder}
   */
  get drive(): Drive {
    return this.bound('drive').shared.drive;
  }

  get deviceCanLoadMedia(): boolean {
    return this.bound('deviceCanLoadMedia').identity.canLoad;
  }

  get legacyDeviceNumber(): number {
    const { id, place } = this.bound('legacyDeviceNumber');
    const digits = /(?:\/sr|\/scd|cdrom)(\d+)$/i.exec(place?.device ?? id)?.[1];
    return digits === undefined ? -1 : Number(digits);
  }

  get supportedFeaturePages(): Promise<readonly IMAPI_FEATURE_PAGE_TYPE[]> {
    return this.ask('supportedFeaturePages', async (drive) =>
      (await readFeatures(drive)).map(({ code }) => code as IMAPI_FEATURE_PAGE_TYPE),
    );
  }

  get currentFeaturePages(): Promise<readonly IMAPI_FEATURE_PAGE_TYPE[]> {
    return this.ask('currentFeaturePages', async (drive) =>
      (await readFeatures(drive)).filter(({ current }) => current).map(({ code }) => code as IMAPI_FEATURE_PAGE_TYPE),
    );
  }

  get supportedProfiles(): Promise<readonly IMAPI_PROFILE_TYPE[]> {
    return this.ask('supportedProfiles', async (drive) =>
      profilesOf(await readFeatures(drive)).map(({ profile }) => profile as IMAPI_PROFILE_TYPE),
    );
  }

  get currentProfiles(): Promise<readonly IMAPI_PROFILE_TYPE[]> {
    return this.ask('currentProfiles', async (drive) =>
      profilesOf(await readFeatures(drive))
        .filter(({ current }) => current)
        .map(({ profile }) => profile as IMAPI_PROFILE_TYPE),
    );
  }

  get supportedModePages(): Promise<readonly IMAPI_MODE_PAGE_TYPE[]> {
    return this.ask('supportedModePages', async (drive) => (await readModePageCodes(drive)) as IMAPI_MODE_PAGE_TYPE[]);
  }

  get exclusiveAccessOwner(): Promise<string> {
    const member = 'exclusiveAccessOwner';
    return this.ask(member, () => ownerOf(this.bound(member)));
  }

  /** @param force no effect: a mounted disc must be unmounted on Linux, and is dismounted on Windows */
  acquireExclusiveAccess(force: boolean, clientName: string): Promise<void> {
    return this.ask('acquireExclusiveAccess()', async (_drive, member) => {
      variantBool(force, member);
      if (!isOwnerName(clientName)) {
        throw new ImapiError(HResult.E_INVALIDARG, {
          member,
          meaning: 'the client name is missing or not valid',
          remedy: `Give ${OWNER_NAME_RULE}.`,
        });
      }
      this.#holds.push(await this.bound(member).shared.holdFor(this, clientName, member));
    });
  }

  releaseExclusiveAccess(): Promise<void> {
    return this.ask('releaseExclusiveAccess()', async (_drive, member) => {
      const hold = this.#holds.pop();
      if (hold === undefined) {
        throw new ImapiError(HResult.E_FAIL, {
          member,
          meaning: 'this recorder does not hold the exclusive access',
          remedy: 'Call it once for each acquireExclusiveAccess().',
        });
      }
      await hold[Symbol.asyncDispose]();
    });
  }

  disableMcn(): Promise<void> {
    return this.ask('disableMcn()', async (_drive, member) => {
      throw noNotification(member);
    });
  }

  enableMcn(): Promise<void> {
    return this.ask('enableMcn()', async (_drive, member) => {
      throw noNotification(member);
    });
  }

  ejectMedia(): Promise<void> {
    return this.ask('ejectMedia()', async (drive, member) => {
      this.#requireNoWriter(member);
      await ejectDisc(drive);
    });
  }

  closeTray(): Promise<void> {
    return this.ask('closeTray()', async (drive, member) => {
      this.#requireNoWriter(member);
      await closeTray(drive).catch(unlessLoading);
      await this.bound(member).shared.look();
    });
  }

  /**
   * Releases what {@link acquireExclusiveAccess} took and closes the drive if this recorder opened it. Idempotent.
   * @throws E_IMAPI_RECORDER_LOCKED while a disc is prepared in the drive, which would be left half written
   */
  async close(): Promise<void> {
    if (bindingOf(this)?.shared.hasWriterOf(this)) throw locked('close()');
    await this.#release();
  }

  /** Like {@link close}, but while a disc is prepared in the drive it is deferred until the disc is released. */
  async [Symbol.asyncDispose](): Promise<void> {
    const binding = bindingOf(this);
    if (binding === undefined) await this.#release();
    else await binding.shared.whenIdle(this, () => this.#release());
  }

  async #release(): Promise<void> {
    const binding = unbind(this);
    try {
      for (const hold of this.#holds.splice(0)) await hold[Symbol.asyncDispose]();
    } finally {
      await binding?.release();
    }
  }

  protected bound(member: string): RecorderBinding {
    const binding = bindingOf(this);
    if (binding !== undefined) return binding;
    throw new ImapiError(HResult.E_POINTER, { member, ...notBoundInWords(this) });
  }

  protected async ask<T>(member: string, action: (drive: Drive, member: string) => Promise<T>): Promise<T> {
    try {
      const binding = this.bound(member);
      const { shared } = binding;
      // What cannot be learned now will be known later; what is asked now fails by itself.
      await learnIdentity(binding).catch(() => {});
      return await shared.ask(() => action(shared.drive, member));
    } catch (error) {
      throw ImapiError.from(error, member);
    }
  }

  #requireNoWriter(member: string): void {
    const { shared } = this.bound(member);
    if (shared.writer !== undefined) throw locked(member);
    if (shared.heldByOther(this)) throw shared.heldError(member);
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['activeDiscRecorder', 'vendorId', 'productId', 'productRevision', 'volumePathNames']);
  }
}

const locked = (member: string): ImapiError =>
  new ImapiError(HResult.E_IMAPI_RECORDER_LOCKED, {
    member,
    meaning: 'a disc is prepared for writing in this drive',
    remedy: 'Call releaseMedia() first.',
  });

/** A tray that is already closing needs no further command. */
function unlessLoading(error: unknown): void {
  if (!isStillBusy(error)) throw error;
}

const noNotification = (member: string): ImapiError =>
  new ImapiError(HResult.E_NOTIMPL, {
    member,
    meaning: 'how the system reacts to a change of medium cannot be controlled here',
    remedy: 'Take the drive with acquireExclusiveAccess(): the system then leaves its disc alone.',
  });
