import type { Drive } from '../../drive/drive.ts';
import { writeParametersPage } from '../../mmc/mode-pages/write-parameters.ts';

/** Clears Test Write, with which a program that does not set page 05h itself would write nothing. */
export async function clearTestWrite(drive: Drive): Promise<void> {
  const { values } = await drive.modePage(writeParametersPage);
  if (values.testWrite) await drive.changeModePage(writeParametersPage, { testWrite: false });
}
