import { listDriveNames, openDrive } from '../../open-drive.ts';
import type { Clock } from '../../transport/transport.ts';
import { wallClock } from '../../transport/wall-clock.ts';
import { EventListeners } from '../core/events.ts';
import { givenInWords } from '../core/given-in-words.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { DDiscMaster2EventSource, DDiscMaster2Events, IDiscMaster2 } from '../interfaces/index.ts';
import { DiscRecorder2, type DriveOpener } from '../recorder/disc-recorder2.ts';

/** What a {@link DiscMaster2} lists, and how it opens drives. IMAPI2 has nothing of this. */
export interface DiscMaster2Options {
  /** Drives to list after those of this machine, such as `sim:my.disc`: programs can be tried without hardware. */
  readonly simulated?: readonly string[] | undefined;
  /** Lists the drives of this machine by their paths. The system's list unless given. */
  readonly list?: (() => Promise<readonly string[]>) | undefined;
  /** How a drive is opened to see whether it can be used. `openDrive` unless given. */
  readonly open?: DriveOpener | undefined;
  /** What the time between two looks for new drives is measured with. Real time unless given. */
  readonly clock?: Clock | undefined;
}

/** Neither Linux nor Windows sends news of drives to a program without a window or native code; the list costs no command. */
const LOOK_EVERY_MS = 1_000;

const systemDrives = async (): Promise<readonly string[]> => (await listDriveNames()).map(({ path }) => path);

type Events = { readonly [Event in keyof DDiscMaster2Events]: Parameters<DDiscMaster2Events[Event]> };

/**
 * The optical drives of this machine, as IMAPI2's MsftDiscMaster2 lists them. While anybody listens to its events, the list is
 * read once a second, which keeps the process alive; `off`, or `using`, ends that.
 */
export class DiscMaster2 implements IDiscMaster2, DDiscMaster2EventSource, Disposable {
  readonly #list: () => Promise<readonly string[]>;
  readonly #open: DriveOpener;
  readonly #clock: Clock;
  readonly #listeners = new EventListeners<Events>('notifyDeviceAdded', 'notifyDeviceRemoved');
  #watching: AbortController | undefined;

  constructor({ simulated = [], list = systemDrives, open = openDrive, clock = wallClock }: DiscMaster2Options = {}) {
    this.#list = async () => [...(await list()), ...simulated];
    this.#open = open;
    this.#clock = clock;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<string> {
    yield* await this.#drives('DiscMaster2');
  }

  async item(index: number): Promise<string> {
    const member = 'item()';
    const drives = await this.#drives(member);
    const found = Number.isSafeInteger(index) ? drives[index] : undefined;
    if (found !== undefined) return found;
    const meaning = `there is no drive ${givenInWords(index)}`;
    const remedy = drives.length === 0 ? 'Connect a drive.' : `Give a number from 0 to ${drives.length - 1}.`;
    throw new ImapiError(HResult.E_INVALIDARG, { member, meaning, remedy });
  }

  get count(): Promise<number> {
    return this.#drives('count').then(({ length }) => length);
  }

  get isSupportedEnvironment(): Promise<boolean> {
    return this.#supported();
  }

  on<Event extends keyof DDiscMaster2Events>(event: Event, listener: DDiscMaster2Events[Event]): this {
    this.#listeners.add(event, listener as never);
    if (this.#watching === undefined) void this.#watch();
    return this;
  }

  off<Event extends keyof DDiscMaster2Events>(event: Event, listener: DDiscMaster2Events[Event]): this {
    this.#listeners.remove(event, listener as never);
    if (!this.#listeners.any) this[Symbol.dispose]();
    return this;
  }

  /** Ends the watch for new drives. */
  [Symbol.dispose](): void {
    this.#watching?.abort();
    this.#watching = undefined;
  }

  async #drives(member: string): Promise<readonly string[]> {
    try {
      return await this.#list();
    } catch (error) {
      throw ImapiError.from(error, member);
    }
  }

  async #supported(): Promise<boolean> {
    for (const id of await this.#drives('isSupportedEnvironment')) {
      await using recorder = new DiscRecorder2(this.#open);
      try {
        await recorder.initializeDiscRecorder(id);
        return true;
      } catch {
        // Another one may do.
      }
    }
    return false;
  }

  async #watch(): Promise<void> {
    const watching = new AbortController();
    this.#watching = watching;
    const { signal } = watching;
    let known = await this.#found();
    for (;;) {
      try {
        await this.#clock.sleep(LOOK_EVERY_MS, signal);
      } catch {
        return;
      }
      const found = await this.#found();
      if (signal.aborted) return;
      // A list that could not be read says nothing.
      if (found === undefined) continue;
      const before = known ?? found;
      known = found;
      for (const id of before.filter((each) => !found.includes(each))) {
        this.#listeners.notify('notifyDeviceRemoved', this, id);
      }
      for (const id of found.filter((each) => !before.includes(each))) {
        this.#listeners.notify('notifyDeviceAdded', this, id);
      }
    }
  }

  #found(): Promise<readonly string[] | undefined> {
    return this.#list().catch(() => undefined);
  }

  /** Whether somebody listens to its events, as plain data, for logs: what it lists is found when it is asked. */
  toJSON(): object {
    return { watching: this.#watching !== undefined };
  }
}
