import { ask } from '../../drive/ask.ts';
import { isRefusal } from '../../drive/bad-answer.ts';
import { isPlusProfile } from '../../drive/block-medium.ts';
import type { Drive } from '../../drive/drive.ts';
import { readDvdPhysicalFormat } from '../../mmc/commands/read-disc-structure.ts';
import { lgReadBookTypes, lgSetBookTypes } from '../../mmc/commands/vendor/lg-book-types.ts';
import { LiteOnBookType, liteOnSetBookType } from '../../mmc/commands/vendor/lite-on-book-type.ts';
import { BookType } from '../../mmc/disc-structures.ts';
import { Profile, profileName } from '../../mmc/profiles.ts';
import { inquiry } from '../../scsi/commands/inquiry.ts';
import { BurnError } from './burn-error.ts';

/** `dvd-rom`: that of DVD-ROM, which some old players want; `own`: the one that the disc is. */
export type BookTypeChoice = 'dvd-rom' | 'own';

/** The book types that can be chosen, by name. */
export const BOOK_TYPES: readonly BookTypeChoice[] = ['dvd-rom', 'own'];

/** How drives of one design are asked. There is no standard command: these are those of dvd+rw-booktype 7.1. */
interface Design {
  readonly vendors: readonly string[];
  readonly writes: readonly number[];
  set(drive: Drive, choice: BookTypeChoice): Promise<void>;
}

/** Up to the name and the revision (SPC-3 6.4.2). */
const INQUIRY_BYTES = 36;

const ONCE: readonly number[] = [Profile.DvdPlusR, Profile.DvdPlusRDualLayer];

const DESIGNS: readonly Design[] = [
  {
    // The simulated drive answers as LG's do.
    vendors: ['HL-DT-ST', 'LG', 'DISCWRT'],
    writes: ONCE,
    async set(drive, choice) {
      const rom = choice === 'dvd-rom';
      const wanted = { dvdPlusR: rom ? 0 : 0xa0, dvdPlusRDualLayer: rom ? 0 : 0xe0 };
      await ask(drive, lgSetBookTypes({}, wanted));
      const now = await ask(drive, lgReadBookTypes({}));
      if (now.dvdPlusR < 0x10 !== rom) throw ignored(choice);
    },
  },
  {
    vendors: ['LITE-ON', 'LITEON'],
    writes: [...ONCE, Profile.DvdPlusRw],
    async set(drive, choice) {
      const bookType = choice === 'dvd-rom' ? LiteOnBookType.DvdRom : LiteOnBookType.Own;
      await ask(drive, liteOnSetBookType({ bookType }));
    },
  },
];

/**
 * Sets the book that the drive writes on a new DVD+R, or on a DVD+RW when it formats it. It is a setting of the drive, which keeps it.
 * @throws BurnError of phase `planning` for a disc that has no choice of them; of phase `preparing` for a drive that is not known to
 * change them, or refuses: nothing was written
 */
export async function setBookType(drive: Drive, profile: number, choice: BookTypeChoice): Promise<void> {
  if (!isPlusProfile(profile)) {
    throw new BurnError({
      phase: 'planning',
      code: 'UNSUITABLE_MEDIUM',
      reason: `the book type of a ${profileName(profile)} cannot be chosen`,
      remedy: 'Leave out the book type (`--book-type`): only DVD+R and DVD+RW have a choice',
    });
  }
  const { vendor = '' } = await ask(drive, inquiry({ allocationLength: INQUIRY_BYTES }));
  const design = DESIGNS.find(({ vendors }) => vendors.includes(vendor.trim().toUpperCase()));
  if (design === undefined || !design.writes.includes(profile)) {
    const drives = `drives of ${vendor.trim() || 'this vendor'}`;
    throw refused(
      design === undefined
        ? `no command is known by which ${drives} set the book type`
        : `no command is known by which ${drives} set the book type of a ${profileName(profile)}`,
    );
  }
  try {
    await design.set(drive, choice);
  } catch (error) {
    if (isRefusal(error)) throw refused(`the drive refuses to set the book type: ${error.message}`, error);
    throw error;
  }
}

const ignored = (choice: BookTypeChoice) => refused(`the drive accepted the book type ${choice} but did not keep it`);

const refused = (reason: string, cause?: unknown) =>
  new BurnError({
    phase: 'preparing',
    code: 'BOOK_TYPE_REFUSED',
    reason,
    remedy: 'Nothing was written. Write the disc without a book type (`--book-type`), or try another drive',
    ...(cause === undefined ? {} : { cause }),
  });

/** What to say if the disc does not have the book that was asked for; undefined if it has, or the drive does not say. */
export async function bookTypeWarning(drive: Drive, choice: BookTypeChoice | undefined): Promise<string | undefined> {
  if (choice !== 'dvd-rom') return undefined;
  try {
    const { bookType } = await ask(drive, readDvdPhysicalFormat({ allocationLength: 36 }));
    return bookType === BookType.DvdRom
      ? undefined
      : 'the drive accepted the book type DVD-ROM, but the disc has its own';
  } catch (error) {
    if (isRefusal(error)) return 'the drive does not say which book type the disc has now';
    throw error;
  }
}
