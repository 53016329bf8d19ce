import type { Command } from 'commander';
import { type DriveCapabilities, type DriveListing, listDrives } from '../../index.ts';
import type { ContextOf } from '../context.ts';
import { table } from '../format.ts';
import { withExamples } from '../manual/examples.ts';
import { HOW_TO_GET_A_DRIVE } from '../with-drive.ts';

export function addDrives(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('drives'), { 'every drive, and who has it': 'drives', 'for a script': 'drives --json' })
    .description('list the optical drives of this machine')
    .action(async (_options: unknown, command: Command) => {
      const { output } = contextOf(command);
      const drives = await listDrives();
      output.result('drives', { drives }, () => drivesInWords(drives));
    });
}

/** One line per drive; without any drive, how to get one. */
export function drivesInWords(drives: readonly DriveListing[]): string[] {
  if (drives.length === 0) return ['This machine has no optical drive.', `${HOW_TO_GET_A_DRIVE}.`];
  const rows = drives.map((drive) => [
    drive.path,
    drive.vendor,
    drive.product,
    drive.revision,
    drive.capabilities === undefined ? '' : writesInWords(drive.capabilities),
    stateInWords(drive),
  ]);
  return table([['Path', 'Vendor', 'Product', 'Revision', 'Writes', 'State'], ...rows], '');
}

function stateInWords({ accessible, busy, problem, alternativePath }: DriveListing): string {
  const state = problem ?? busy ?? (accessible ? 'ready' : 'not accessible');
  return alternativePath === undefined ? state : `${state} (also ${alternativePath})`;
}

function writesInWords({ writesCdR, writesCdRw, trackAtOnce }: DriveCapabilities): string {
  const media = [...(writesCdR ? ['CD-R'] : []), ...(writesCdRw ? ['CD-RW'] : [])];
  if (media.length === 0) return writesCdR === undefined ? 'not known' : 'no CDs';
  return `${media.join(', ')}${trackAtOnce === false ? ', but not track at once' : ''}`;
}
