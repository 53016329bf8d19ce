import type { Drive } from '../index.ts';
import type { Context } from './context.ts';
import { noDiscInWords, reportDisc, reportDrive, trayIsOpen } from './disc-report.ts';
import { driveAndDiscInWords, tableOfContents, tableOfContentsInWords } from './disc-words.ts';
import { inWords, type ReadOnly } from './with-drive.ts';

interface ShowOptions {
  /** Set for a saved disc that can only be read. */
  readonly readOnly: ReadOnly | undefined;
  /** What to run again once the tray is closed. */
  readonly command: string;
}

/** Reports the drive and the disc in it, with its tracks. */
export async function showDisc({ output }: Context, drive: Drive, { readOnly, command }: ShowOptions): Promise<void> {
  const identity = await reportDrive(drive);
  const disc = await reportDisc(drive);
  const contents = disc === null || output.json ? undefined : await tableOfContents(drive, disc);
  const trayOpen = disc === null ? await trayIsOpen(drive) : undefined;
  output.result('info', { drive: identity, disc, trayOpen, readOnly }, () => [
    ...driveAndDiscInWords(identity, disc, noDiscInWords(trayOpen, command)),
    ...(readOnly === undefined ? [] : [`Note: ${inWords(readOnly)}. ${readOnly.remedy}.`]),
    ...(contents === undefined || contents.tracks.length === 0 ? [] : ['', ...tableOfContentsInWords(contents)]),
  ]);
}
