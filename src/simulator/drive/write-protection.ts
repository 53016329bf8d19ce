import { commandFacts } from '../../mmc/commands/index.ts';
import { writeParametersPage } from '../../mmc/mode-pages/write-parameters.ts';
import { modeSelect10 } from '../../scsi/commands/mode-select-10.ts';
import { modePageHeader, modeParameters } from '../../scsi/mode-page.ts';
import type { Call } from '../core.ts';
import { ReadOnlyDiscError } from '../disc-file/errors.ts';

/**
 * Refuses a command that changes a disc whose file can only be read, or that prepares changing it, before anything is
 * done: a burn is refused at its page 05h, not at its first WRITE. No real drive knows such discs, so this is no sense.
 * @throws ReadOnlyDiscError
 */
export function requireWritable({ drive, cdb, data }: Call): void {
  const readOnly = drive.loadedDisc?.readOnly;
  if (readOnly === undefined) return;
  const opcode = cdb[0] ?? 0;
  if (commandFacts(opcode)?.effect === 'writes' || (opcode === modeSelect10.spec.opcode && setsWriteParameters(data))) {
    throw new ReadOnlyDiscError(readOnly);
  }
}

function setsWriteParameters(data: Uint8Array): boolean {
  try {
    return modeParameters
      .decode(data)
      .pages.some((page) => modePageHeader.decode(page).pageCode === writeParametersPage.code);
  } catch {
    return false;
  }
}
