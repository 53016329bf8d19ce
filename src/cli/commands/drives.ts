import type { Command } from 'commander';
import { type DriveListing, listDrives } from '../../index.ts';
import type { ContextOf } from '../context.ts';
import { table } from '../format.ts';
import { HOW_TO_GET_A_DRIVE } from '../with-drive.ts';

export function addDrives(program: Command, contextOf: ContextOf): void {
  program
    .command('drives')
    .description('list the optical drives of this machine')
    .action(async (_options: unknown, command: Command) => {
      const { output } = contextOf(command);
      const drives = await listDrives();
      output.result({ drives }, () => drivesInWords(drives));
    });
}

function drivesInWords(drives: readonly DriveListing[]): string[] {
  if (drives.length === 0) return ['This machine has no optical drive.', `${HOW_TO_GET_A_DRIVE}.`];
  const rows = drives.map(({ path, vendor, product, revision, ...drive }) => [
    path,
    vendor,
    product,
    revision,
    drive.capabilities === undefined ? '' : capabilitiesInWords(drive.capabilities),
    drive.accessible ? (drive.busy ?? 'ready to use') : (drive.problem ?? 'not accessible'),
  ]);
  return table([['Path', 'Vendor', 'Product', 'Revision', 'Writes', ''], ...rows], '');
}

function capabilitiesInWords({ writesCdR, writesCdRw }: NonNullable<DriveListing['capabilities']>): string {
  return [writesCdR ? 'CD-R' : '', writesCdRw ? 'CD-RW' : ''].filter(Boolean).join(', ') || 'no CD';
}
