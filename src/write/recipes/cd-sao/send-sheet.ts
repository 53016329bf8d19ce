import { isRefusal, isTimeout } from '../../../drive/bad-answer.ts';
import type { Drive } from '../../../drive/drive.ts';
import { reportsMediumChange } from '../../../drive/medium-change.ts';
import { WHILE_WORKING } from '../../../drive/while-working.ts';
import { type CueEntry, sendCueSheet } from '../../../mmc/commands/send-cue-sheet.ts';
import { isSense, SenseKey } from '../../../scsi/sense.ts';
import { SenseError, StatusError } from '../../../scsi/sense-error.ts';
import { BurnError, messageOf } from '../../engine/burn-error.ts';
import type { WriteJob } from '../../recipe.ts';
import type { SessionLayout } from '../../whole-session/layout.ts';
import { type CueSheetForm, cueSheetOf, entryInWords } from './cue-sheet.ts';

/** The sheet that a drive accepted. */
export interface AcceptedSheet {
  readonly form: CueSheetForm;
  /** What the disc will lack, in words for a person. */
  readonly losses: readonly string[];
}

/**
 * The forms of a sheet, the standard's first. Some drives want a track's data form in lead-in and lead-out, some the
 * lead-in's own address. Then come those that leave out what is not sound: the pauses, then the CD-TEXT. A pause where
 * sound and data meet is never left out: its blocks would be sent in another size than the sheet says.
 */
function* formsOf(layout: SessionLayout, cdText: boolean, leadInLba: number): Generator<CueSheetForm> {
  const hasPauses = layout.tracks.some(
    ({ pauseLba, startLba, changesKind }, index) => index > 0 && pauseLba < startLba && !changesKind,
  );
  for (const withText of cdText ? [true, false] : [false]) {
    for (const pauses of hasPauses ? [true, false] : [true]) {
      const common = { cdText: withText, pauses };
      yield { ...common, edges: 'pause' };
      yield { ...common, edges: 'track' };
      yield { ...common, edges: 'pause', leadInLba };
    }
  }
}

/**
 * Sends the cue sheet in whichever form the drive accepts. A refusal never counts as acceptance: when every form is refused,
 * nothing has been written.
 * @throws BurnError of phase `preparing`
 */
export async function sendSheet(
  { drive, catalogueNumber }: Pick<WriteJob, 'drive' | 'catalogueNumber'>,
  layout: SessionLayout,
  { cdText, leadInLba }: { readonly cdText: boolean; readonly leadInLba: number },
): Promise<AcceptedSheet> {
  let refusal: { readonly error: SenseError; readonly sheet: readonly CueEntry[] } | undefined;
  for (const form of formsOf(layout, cdText, leadInLba)) {
    const sheet = cueSheetOf(layout, catalogueNumber, form);
    try {
      await sendTwice(drive, sheet);
      return { form, losses: lossesOf(form, cdText) };
    } catch (error) {
      if (!isRefusal(error) || !(error instanceof SenseError)) throw error;
      refusal ??= { error, sheet };
      // Anything but an objection to the sheet itself is not cured by another one.
      if (!objectsTo(error)) break;
    }
  }
  throw refused(refusal);
}

/** An answer that is not an objection to the sheet is believed the second time: nothing is written before the first WRITE. */
async function sendTwice(drive: Drive, sheet: readonly CueEntry[]): Promise<void> {
  const send = () => drive.execute(sendCueSheet({}, sheet), { resend: WHILE_WORKING });
  try {
    await send();
  } catch (error) {
    const passes =
      error instanceof StatusError || isTimeout(error) || (error instanceof SenseError && !objectsTo(error));
    if (!passes || (error instanceof SenseError && reportsMediumChange(error))) throw error;
    await send();
  }
}

/** Whether the drive objects to the sheet itself: invalid field in CDB or in parameter list. */
const objectsTo = ({ sense }: SenseError): boolean =>
  [0x24, 0x26].some((asc) => isSense(sense, SenseKey.IllegalRequest, asc));

const lossesOf = ({ pauses, cdText }: CueSheetForm, wanted: boolean): string[] => [
  ...(pauses
    ? []
    : ['the drive refuses pauses (index 0) in the cue sheet: each is written as the end of the track before']),
  ...(wanted && !cdText ? ['the CD-TEXT is left out: the drive refuses a cue sheet that announces it'] : []),
];

function refused(refusal: { readonly error: SenseError; readonly sheet: readonly CueEntry[] } | undefined): BurnError {
  const pointer = refusal?.error.sense.fieldPointer;
  const entry =
    pointer?.in === 'parameters' && refusal !== undefined ? entryInWords(refusal.sheet, pointer.byte) : undefined;
  return new BurnError({
    phase: 'preparing',
    code: 'CUE_SHEET_REFUSED',
    reason: `the drive refuses the cue sheet of the session${entry === undefined ? '' : `, at ${entry}`}: ${messageOf(refusal?.error)}`,
    remedy:
      'Write RAW 96 on a blank disc (`--write-type raw`), leave out pregaps and indexes, write Track-At-Once (`--write-type tao`) if there are none, or use another drive',
    cause: refusal?.error,
  });
}
