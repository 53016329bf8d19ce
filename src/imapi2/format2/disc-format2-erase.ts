import { readDiscState } from '../../drive/disc-state.ts';
import { membersInJson } from '../../json-values.ts';
import { isOwnerName, OWNER_NAME_RULE } from '../../transport/owner-name.ts';
import { blankDisc } from '../../write/index.ts';
import { IMAPI_MEDIA_PHYSICAL_TYPE as Type } from '../core/enums.ts';
import { EventListeners } from '../core/events.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { RecorderIdentity } from '../core/recorder-binding.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import { variantBool } from '../core/variant-bool.ts';
import type {
  DDiscFormat2EraseEventSource,
  DDiscFormat2EraseEvents,
  IDiscFormat2Erase,
  IDiscRecorder2,
} from '../interfaces/index.ts';
import { Activity } from './activity.ts';
import { DiscFormat2 } from './disc-format2.ts';
import { eraseFailure } from './erase-failure.ts';
import { eraseOverwritten } from './erase-overwritten.ts';
import { EraseTimer } from './erase-timer.ts';

/** Those that BLANK erases (MMC-6 6.2), and those that can only be overwritten. */
const BLANKED: readonly Type[] = [Type.IMAPI_MEDIA_TYPE_CDRW, Type.IMAPI_MEDIA_TYPE_DVDDASHRW];
const OVERWRITTEN: readonly Type[] = [
  Type.IMAPI_MEDIA_TYPE_DVDPLUSRW,
  Type.IMAPI_MEDIA_TYPE_DVDPLUSRW_DUALLAYER,
  Type.IMAPI_MEDIA_TYPE_DVDRAM,
  Type.IMAPI_MEDIA_TYPE_BDRE,
];
const ERASABLE_MEDIA: readonly Type[] = [...BLANKED, ...OVERWRITTEN];

type Events = { readonly update: Parameters<DDiscFormat2EraseEvents['update']> };

/**
 * Erases CD-RW and DVD-RW, as IMAPI2's MsftDiscFormat2Erase does, and makes DVD+RW, DVD-RAM and BD-RE, which are never blank, seem so:
 * `mediaHeuristicallyBlank` is true afterwards.
 */
export class DiscFormat2Erase extends DiscFormat2 implements IDiscFormat2Erase, DDiscFormat2EraseEventSource {
  protected override readonly noRecorder = HResult.E_IMAPI_RECORDER_REQUIRED;
  protected override readonly recorderNotSupported = HResult.E_IMAPI_ERASE_RECORDER_NOT_SUPPORTED;
  #recorder: IDiscRecorder2 | null = null;
  #clientName = '';
  #fullErase = false;
  readonly #listeners = new EventListeners<Events>('update');
  readonly #activity = new Activity();

  override get recorder(): IDiscRecorder2 | null {
    return this.#recorder;
  }

  override set recorder(value: IDiscRecorder2 | null) {
    const member = 'recorder';
    this.#requireIdle(member);
    const recorder = value ?? null;
    if (recorder !== null) this.requireSupported(recorder, member);
    this.#recorder = recorder;
  }

  get fullErase(): boolean {
    return this.#fullErase;
  }

  set fullErase(value: boolean) {
    this.#fullErase = variantBool(value, 'fullErase');
  }

  get clientName(): string {
    return this.#clientName;
  }

  set clientName(value: string) {
    const member = 'clientName';
    if (!isOwnerName(value)) {
      const meaning = 'the client name is missing or not valid';
      throw new ImapiError(HResult.E_INVALIDARG, { member, meaning, remedy: `Give ${OWNER_NAME_RULE}.` });
    }
    this.#clientName = value;
  }

  override get supportedMediaTypes(): readonly Type[] {
    return ERASABLE_MEDIA;
  }

  eraseMedia(): Promise<void> {
    return this.call('eraseMedia()', async (member) => {
      const shared = this.requireDrive(member, this.noRecorder);
      this.#requireIdle(member);
      if (this.#clientName === '') throw new ImapiError(HResult.E_IMAPI_ERASE_CLIENT_NAME_IS_NOT_VALID, { member });
      await this.#activity.during('writing', () => shared.ask(() => this.#erase(shared, member)));
    });
  }

  on(event: 'update', listener: DDiscFormat2EraseEvents['update']): this {
    this.#listeners.add(event, listener);
    return this;
  }

  off(event: 'update', listener: DDiscFormat2EraseEvents['update']): this {
    this.#listeners.remove(event, listener);
    return this;
  }

  protected override supports(identity: RecorderIdentity): boolean {
    return identity.rewritable;
  }

  async #erase(shared: SharedDrive, member: string): Promise<void> {
    const writer = {};
    shared.takeFor(writer, this.#recorder ?? {}, member);
    try {
      const mediaType = await shared.mediaType();
      if (!ERASABLE_MEDIA.includes(mediaType)) {
        const remedy = 'Insert a CD-RW, DVD-RW, DVD+RW, DVD-RAM or BD-RE.';
        throw new ImapiError(HResult.E_IMAPI_ERASE_MEDIA_IS_NOT_SUPPORTED, { member, remedy });
      }
      const full = this.#fullErase;
      const disc = OVERWRITTEN.includes(mediaType) ? await readDiscState(shared.drive) : undefined;
      const sectors = full ? disc?.medium?.capacityBlocks : undefined;
      const timer = await EraseTimer.start(shared, { mediaType, full, sectors }, (elapsed, total) =>
        this.#listeners.notify('update', this, elapsed, total),
      );
      shared.whileWriting = timer.facts(mediaType);
      const owner = this.#clientName;
      const steps =
        disc === undefined
          ? blankDisc(shared.drive, { type: full ? 'full' : 'minimal', owner })
          : eraseOverwritten(shared.drive, disc, { full, owner });
      for await (const { fraction } of steps) timer.tick(fraction);
      timer.end();
    } catch (error) {
      throw eraseFailure(error, member);
    } finally {
      shared.whileWriting = undefined;
      await shared.release(writer);
    }
  }

  #requireIdle(member: string): void {
    if (this.#activity.current !== undefined) throw new ImapiError(HResult.E_IMAPI_ERASE_RECORDER_IN_USE, { member });
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['clientName', 'recorder', 'fullErase']);
  }
}
