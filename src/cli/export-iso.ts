import { blocksAsBytes, type Drive, exportIso } from '../index.ts';
import { UsageError } from './cli-error.ts';
import type { Context } from './context.ts';
import { warningsInWords } from './disc-words.ts';
import { runExport } from './progress/run-export.ts';
import { requireNotSavedDisc } from './saved-disc.ts';

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

export async function exportToIso(
  context: Context,
  drive: Drive,
  path: string,
  { onError, passes, whole = false, overwrite = false }: IsoExportOptions,
): Promise<void> {
  requireNotSavedDisc(drive, '--iso', path);
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
