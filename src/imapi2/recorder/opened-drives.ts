import type { Drive } from '../../drive/drive.ts';

/** Opens a drive by its path: `/dev/sr0`, `D:`, `sim:my.disc`. */
export type DriveOpener = (path: string) => Promise<Drive>;

/** A drive that a recorder uses, alone or with others. */
export interface OpenedDrive {
  readonly drive: Drive;
  /** The last recorder that releases a drive closes it. Idempotent. */
  release(): Promise<void>;
}

interface Entry {
  readonly drive: Promise<Drive>;
  users: number;
  closing?: Promise<void>;
}

/** The drives that recorders have opened: several recorders share a device, which may be openable only once. */
export class OpenedDrives {
  readonly #entries = new Map<string, Entry>();

  static readonly #byOpener = new WeakMap<DriveOpener, OpenedDrives>();

  /** Only recorders with the same way of opening drives share them. */
  static of(opener: DriveOpener): OpenedDrives {
    const known = OpenedDrives.#byOpener.get(opener);
    if (known !== undefined) return known;
    const fresh = new OpenedDrives();
    OpenedDrives.#byOpener.set(opener, fresh);
    return fresh;
  }

  /**
   * @param device one name for all paths to the same device; undefined for a drive that cannot be shared
   * @throws what `open` throws
   */
  async take(device: string | undefined, open: () => Promise<Drive>): Promise<OpenedDrive> {
    if (device === undefined) {
      const drive = await open();
      return { drive, release: () => drive.close() };
    }
    await this.#entries.get(device)?.closing?.catch(() => {});
    const entry = this.#entries.get(device) ?? { drive: open(), users: 0 };
    this.#entries.set(device, entry);
    entry.users++;
    try {
      const drive = await entry.drive;
      let released = false;
      return {
        drive,
        release: async () => {
          if (released) return;
          released = true;
          await this.#release(device, entry, drive);
        },
      };
    } catch (error) {
      if (this.#entries.get(device) === entry) this.#entries.delete(device);
      throw error;
    }
  }

  async #release(device: string, entry: Entry, drive: Drive): Promise<void> {
    entry.users--;
    if (entry.users > 0) return;
    entry.closing = drive.close();
    try {
      await entry.closing;
    } finally {
      this.#entries.delete(device);
    }
  }
}
