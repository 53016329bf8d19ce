import type { SenseTriple } from '../transport/transport.ts';
import { SenseKey } from './sense.ts';

interface Remedy {
  /** Any key unless given. */
  readonly key?: number;
  readonly asc: number;
  /** Any qualifier unless given. */
  readonly ascq?: number;
  readonly text: string;
}

const USE_ANOTHER_DISC = 'Use another disc';
const WAIT = 'Wait until the drive is ready and try again';
const SUSPECT_MEDIUM =
  'This disc is probably lost. Try another disc from a different maker or a lower speed, and clean the lens if it happens again';
const POWER_CYCLE = 'Power-cycle the drive and try again with another disc; if that does not help, the drive is faulty';
const NOT_UNDERSTOOD = 'The drive does not support this; check for a firmware update, or use another drive';

/** What the user should do next, by sense code. The first match counts. */
const REMEDIES: readonly Remedy[] = [
  { asc: 0x02, ascq: 0x06, text: 'Turn the disc over' }, // not assigned; Microsoft's IMAPI2 erase sample reads it so
  { key: SenseKey.NotReady, asc: 0x04, ascq: 0x01, text: 'The drive is spinning up. Wait some seconds and try again' },
  { asc: 0x04, ascq: 0x02, text: 'Start the drive: load the disc again' },
  { asc: 0x04, ascq: 0x03, text: 'Check the drive: take the disc out, check it, and insert it again' },
  { asc: 0x04, ascq: 0x04, text: 'The disc is being blanked or formatted. Wait until that is finished' },
  { asc: 0x04, ascq: 0x07, text: 'The drive is still busy with an earlier command. Wait until it is finished' },
  { asc: 0x04, ascq: 0x08, text: 'The drive is still writing. Wait until it is finished' },
  { asc: 0x04, ascq: 0x22, text: 'Power-cycle the drive' },
  { asc: 0x04, text: WAIT },
  { asc: 0x08, text: 'Check the cable and the power supply of the drive, or connect it without a hub' },
  {
    asc: 0x09,
    text: 'The drive cannot follow the track. Check that the disc is the right way up and clean, or use another disc',
  },
  {
    asc: 0x0c,
    ascq: 0x09,
    text: 'The data did not arrive fast enough. Turn on buffer underrun protection, write at a lower speed, or close other programs',
  },
  { asc: 0x0c, text: SUSPECT_MEDIUM },
  { asc: 0x11, text: 'The disc cannot be read in this drive. Clean it, read at a lower speed, or try another drive' },
  { asc: 0x15, text: 'Clean the disc and try again, or use another disc' },
  { asc: 0x1a, text: NOT_UNDERSTOOD },
  {
    asc: 0x20,
    ascq: 0x00,
    text: 'The drive does not know this command: it cannot do this, at least not with this disc',
  },
  {
    asc: 0x21,
    ascq: 0x02,
    text: 'Blocks must be written at the next writable address: get it with READ TRACK INFORMATION and start there. In the middle of a burn it means that blocks were lost',
  },
  { asc: 0x21, ascq: 0x00, text: 'The address is not on this disc, or not where the disc can be written next' },
  {
    asc: 0x24,
    text: 'The drive refuses a field of the command: it lacks this feature, or does not have it with this disc',
  },
  {
    asc: 0x26,
    text: 'The drive refuses one of the parameters (field pointer, if shown, says which byte): use another write type, block type or speed',
  },
  { asc: 0x27, text: 'The disc or the drive is write protected. Use a recordable disc that is not protected' },
  { asc: 0x28, text: 'The disc was changed or loaded. Check the new disc, then send the command again' },
  {
    asc: 0x29,
    text: 'The drive was reset and has forgotten its settings. Start again from the beginning; a burn that was running has failed',
  },
  {
    asc: 0x2a,
    text: 'Settings of the drive were changed, perhaps by another program. Close it, set them again and retry',
  },
  {
    asc: 0x2c,
    text: 'The drive cannot do this in its present state: finish or close what was started (SYNCHRONIZE CACHE, CLOSE TRACK/SESSION), or reload the disc',
  },
  { asc: 0x30, ascq: 0x09, text: 'Close the last session of the disc first, leaving it open for another' },
  { asc: 0x30, ascq: 0x10, text: 'Format the disc first' },
  {
    asc: 0x30,
    text: 'This drive cannot use this kind of disc. Insert one that it can write (for an audio CD: a CD-R or CD-RW)',
  },
  { asc: 0x31, text: 'Blank or format the disc again, or use another disc' },
  { asc: 0x32, text: USE_ANOTHER_DISC },
  { asc: 0x3a, ascq: 0x02, text: 'The tray is open: insert a disc and close it' },
  { asc: 0x3a, text: 'Insert a disc' },
  { asc: 0x3b, text: 'Take the disc out and insert it again' },
  { asc: 0x3e, text: POWER_CYCLE },
  { asc: 0x44, text: POWER_CYCLE },
  { asc: 0x47, text: 'Check the cable of the drive, or connect it without a hub' },
  { asc: 0x51, text: 'The disc could not be blanked. Try a full blank, a lower speed, or another disc' },
  {
    asc: 0x53,
    ascq: 0x02,
    text: 'The tray is locked, by this program or another. Allow removal (PREVENT/ALLOW MEDIUM REMOVAL) or end the other program, then eject',
  },
  { asc: 0x53, text: 'Check whether anything blocks the tray, then try again' },
  { asc: 0x57, text: 'The table of contents is unreadable: close the session, clean the disc, or try another drive' },
  {
    asc: 0x63,
    ascq: 0x00,
    text: 'The disc or the track is full. Write less, or use a disc with more room; close the session to keep what is written',
  },
  { asc: 0x63, text: 'Write less, or use a disc with more room' },
  {
    asc: 0x64,
    ascq: 0x00,
    text: 'The track is not of the same kind as the data: set the Write Parameters page (track mode, data block type) to the kind of the track',
  },
  {
    asc: 0x72,
    ascq: 0x01,
    text: 'The lead-in was not written. Try to close the session again at a lower speed; if that fails, the disc is lost',
  },
  { asc: 0x72, ascq: 0x02, text: 'The lead-out was not written. Try to close the session again at a lower speed' },
  {
    asc: 0x72,
    ascq: 0x03,
    text: 'Close the incomplete track (SYNCHRONIZE CACHE, then CLOSE TRACK), then close the session again',
  },
  { asc: 0x72, ascq: 0x04, text: 'Write the reserved track full, or close it, before closing the session' },
  { asc: 0x72, ascq: 0x05, text: 'Close the session, then continue in a new one' },
  { asc: 0x72, text: 'Try to close the session again; if that fails, the disc may not play anywhere' },
  {
    asc: 0x73,
    ascq: 0x01,
    text: 'The disc can be calibrated only a few more times: write everything that is left in one go',
  },
  { asc: 0x73, ascq: 0x02, text: 'This disc cannot be calibrated any more: use another disc' },
  {
    asc: 0x73,
    ascq: 0x03,
    text: 'The drive found no suitable laser power for this disc. Try a lower speed or a disc of another make, and clean the lens',
  },
  { asc: 0x73, ascq: 0x05, text: 'The disc can hold no more tracks until its session is closed: close the session' },
  { asc: 0x73, ascq: 0x06, text: 'Close the session soon: the disc has room for only a few more track entries' },
  { asc: 0x73, text: `${USE_ANOTHER_DISC}; if it happens again, power-cycle the drive` },
];

/** For codes without their own remedy. */
const BY_KEY: Readonly<Record<number, string>> = {
  [SenseKey.NotReady]: WAIT,
  [SenseKey.MediumError]: SUSPECT_MEDIUM,
  [SenseKey.HardwareError]: POWER_CYCLE,
  [SenseKey.UnitAttention]: 'Something about the drive has changed. Check its state, then send the command again',
  [SenseKey.DataProtect]: USE_ANOTHER_DISC,
  [SenseKey.BlankCheck]:
    'Nothing is written where the drive was asked to read, or something is where it was asked to write',
  [SenseKey.AbortedCommand]: 'Send the command again; if that does not help, check the cable and power-cycle the drive',
  [SenseKey.VolumeOverflow]: 'Write less, or use a disc with more room',
};

/** What the user should do next, in a sentence without a full stop; undefined when the sense itself says all that is known. */
export function remedyFor({ key, asc, ascq }: SenseTriple): string | undefined {
  if (key === SenseKey.NoSense || (key === SenseKey.RecoveredError && asc !== 0x73)) return undefined;
  const own = REMEDIES.find(
    (each) =>
      each.asc === asc &&
      (each.ascq === undefined || each.ascq === ascq) &&
      (each.key === undefined || each.key === key),
  );
  return own?.text ?? BY_KEY[key];
}
