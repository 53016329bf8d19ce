import { realpathSync } from 'node:fs';
import { blocksAsBytes, type Drive, exportIso } from '../index.ts';
import { UsageError } from './cli-error.ts';
import type { Context } from './context.ts';
import { warningsInWords } from './disc-words.ts';
import { runExport } from './progress/run-export.ts';

export interface IsoExportOptions {
  readonly onError?: 'stop' | 'zeros';
  readonly passes?: number;
  readonly whole?: boolean;
  readonly overwrite?: boolean;
}

/** @throws UsageError for options that only `--iso` has */
export function requireNoIsoOptions({ onError, passes, whole }: IsoExportOptions): void {
  const given = { '--on-error': onError, '--passes': passes, '--whole': whole };
  const [option] = Object.entries(given).find(([, value]) => value !== undefined) ?? [];
  if (option === undefined) return;
  const remedy =
    option === '--whole' ? `Leave out ${option}` : `Leave out ${option}, or use \`discwright rip\`, which has it`;
  throw new UsageError(`${option} is for --iso`, remedy);
}

/** @throws UsageError for the file that the disc of a simulated drive is saved in: replaced, the disc would be lost */
function requireAnotherFile(drive: Drive, path: string): void {
  const saved = /^sim:([^?]+)/.exec(drive.path)?.[1];
  if (saved === undefined) return;
  try {
    if (realpathSync(saved) !== realpathSync(path)) return;
  } catch {
    return;
  }
  throw new UsageError(`--iso names the disc that is exported, ${path}; it was not changed`, 'Name another file');
}

export async function exportToIso(
  context: Context,
  drive: Drive,
  path: string,
  { onError, passes, whole = false, overwrite = false }: IsoExportOptions,
): Promise<void> {
  requireAnotherFile(drive, path);
  const options = {
    path,
    whole,
    overwrite,
    ...(onError === undefined ? {} : { onError }),
    ...(passes === undefined ? {} : { passes }),
  };
  const { warnings, ...result } = await runExport(context, `Exporting ${path}`, exportIso(drive, options));
  const { path: iso, ...facts } = result;
  context.output.result('export', { iso, ...facts, warnings }, () => [
    `${iso}: ${blocksAsBytes(result.lengthBlocks)}`,
    `SHA-256 ${result.sha256}`,
    ...warningsInWords(warnings),
  ]);
}
