import { formatCapacities } from '../../drive/block-disc-state.ts';
import { hasBorder } from '../../drive/block-medium.ts';
import { readDiscState } from '../../drive/disc-state.ts';
import type { Drive } from '../../drive/drive.ts';
import { FormatType, formatUnit } from '../../mmc/commands/format-unit.ts';
import { CapacityType } from '../../mmc/commands/read-format-capacities.ts';
import { BurnError, messageOf } from './burn-error.ts';
import type { StepProgress } from './progress.ts';
import { runLong } from './run-long.ts';
import { discAfter } from './with-disc.ts';

/** The RMA and the lead-in are written again. */
const LIMIT_MS = 1_800_000;

const STEP = { phase: 'preparing' } as const;

/** Where blocks are to go. */
interface Range {
  readonly startLba: number;
  readonly endLba: number;
}

/**
 * Opens the closed border of a DVD-RW in restricted overwrite if blocks are to go past its end, which no drive accepts: Quick Grow
 * (MMC-6 6.5), as growisofs and libburn do. Other discs need nothing.
 * @throws BurnError of phase `preparing` where the border cannot grow: nothing was written then
 */
export async function* growBorder(
  drive: Drive,
  profile: number,
  { startLba, endLba }: Range,
): AsyncGenerator<StepProgress, void> {
  if (!hasBorder(profile)) return;
  const formats = await formatCapacities(drive);
  if (formats?.capacityType !== CapacityType.Formatted || endLba <= formats.blocks) return;
  const borderEnd = formats.blocks;
  const refuse = (code: 'NO_ROOM' | 'INVALID_REQUEST', reason: string, remedy: string) =>
    new BurnError({ ...STEP, code, reason, remedy });
  if (startLba > borderEnd) {
    throw refuse(
      'INVALID_REQUEST',
      `the disc is recorded to LBA ${borderEnd - 1} and grows from there without gaps, but the data is to begin at LBA ${startLba}`,
      `Write to LBA ${borderEnd} or below`,
    );
  }
  const quick = formats.entries.find(({ formatType }) => formatType === FormatType.QuickGrowLastBorder);
  if (quick === undefined || borderEnd + quick.blocks < endLba) {
    throw refuse(
      'NO_ROOM',
      `the disc's border is closed at LBA ${borderEnd}, the data would end at LBA ${endLba}, and ` +
        (quick === undefined
          ? 'the drive offers no format that lets it grow (type 13h)'
          : `it can grow by ${quick.blocks} blocks only`),
      'Nothing was written. Use another drive or disc, or format this one (`discwright format`), which erases it',
    );
  }
  const { parameter } = quick;
  const list = { blocks: 0, formatType: FormatType.QuickGrowLastBorder, parameter } as const;
  try {
    yield* runLong(drive, {
      step: STEP,
      limitMs: LIMIT_MS,
      make: (immediate) => formatUnit({}, { ...list, immediate }),
      isDone: async () => (await readDiscState(drive)).lastSession === 'incomplete',
    });
  } catch (error) {
    throw new BurnError({
      ...STEP,
      reason: `the disc's border could not be opened to grow: ${messageOf(error)}`,
      disc: await discAfter(drive, error),
      remedy:
        'The data on the disc is as it was. Try again, or in another drive; `discwright close` closes a border that stayed open',
      cause: error,
    });
  }
}
