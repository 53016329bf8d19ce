import { DecodeError, hexNumber, type ValuesOf } from '../codec/index.ts';
import type { Command } from '../scsi/command.ts';
import { modeSelect10 } from '../scsi/commands/mode-select-10.ts';
import { modeSense10 } from '../scsi/commands/mode-sense-10.ts';
import { type ModePage, modePageHeader, modeParameters, type PageControl } from '../scsi/mode-page.ts';
import { decoding } from '../scsi/reply-error.ts';
import { type Askable, untilBelieved } from './ask.ts';
import { WHILE_WORKING } from './while-working.ts';

/** A mode page as the drive has it: its bytes and its fields (SPC-4 7.5). */
export interface ModePageReading<F extends Readonly<Record<string, any>>> {
  readonly values: ValuesOf<F>;
  /** The page as the drive sent it, header included. */
  readonly bytes: Uint8Array;
}

/** 8 header bytes, perhaps an 8-byte block descriptor that DBD did not suppress, and a page of up to 257 bytes. */
const ALLOCATION_BYTES = 8 + 8 + 258;

/** Reads one mode page with MODE SENSE(10). @throws ReplyError when the reply does not contain it; SenseError */
export function readModePage<F extends Readonly<Record<string, any>>>(
  drive: Askable,
  page: ModePage<F>,
  pageControl: PageControl,
): Promise<ModePageReading<F>> {
  const command = modeSense10({
    disableBlockDescriptors: true,
    pageControl,
    pageCode: page.code,
    allocationLength: ALLOCATION_BYTES,
  });
  return untilBelieved(drive.clock, async () => {
    const reply = await drive.execute(command, { resend: WHILE_WORKING });
    return decoding(command, () => {
      const { pages } = modeParameters.decode(reply);
      const bytes = pages.find((each) => modePageHeader.fields.pageCode.decode(each) === page.code);
      if (bytes === undefined) {
        throw new DecodeError(
          `page ${hexNumber(page.code)} (${page.name}) is not, or not wholly, in its ${reply.length} bytes`,
        );
      }
      return { values: page.decode(bytes), bytes };
    });
  });
}

/** MODE SELECT(10) of one whole page: PF set, not saved. */
export const selectingModePage = (bytes: Uint8Array): Command<void> =>
  modeSelect10(
    { pageFormat: true },
    modeParameters.encodeForSelect({ mediumType: 0, blockDescriptors: new Uint8Array(), pages: [bytes] }),
  );
