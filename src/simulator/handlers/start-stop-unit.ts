import { PowerCondition, startStopUnit } from '../../scsi/commands/start-stop-unit.ts';
import { illegalRequest, invalidCdbField } from '../check-condition.ts';
import { handle } from './handler.ts';

const POWER_CONDITIONS: readonly number[] = Object.values(PowerCondition);

export const startStopUnitHandler = handle(startStopUnit, 'drive', async ({ drive, args }) => {
  if (!POWER_CONDITIONS.includes(args.powerCondition)) throw invalidCdbField(startStopUnit, 'powerCondition');
  if (args.powerCondition !== PowerCondition.NoChange) return;
  // The drive spins up and down by itself when it needs to.
  if (!args.loadEject) {
    if (args.start) drive.requireReady();
    return;
  }
  if (drive.operation !== undefined) throw drive.operation.busy;
  if (!args.start) {
    // 5/53/02 medium removal prevented.
    if (drive.tray.locked) throw illegalRequest(0x53, 0x02);
    drive.eject();
  } else if (drive.tray.open) {
    await drive.load(args.immediate);
  }
});
