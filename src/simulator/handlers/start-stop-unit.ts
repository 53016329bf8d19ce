import { PowerCondition, startStopUnit } from '../../scsi/commands/start-stop-unit.ts';
import { illegalRequest, invalidCdbField } from '../check-condition.ts';
import { BusySense } from '../drive/operation.ts';
import { handle } from './handler.ts';

const POWER_CONDITIONS: readonly number[] = Object.values(PowerCondition);

export const startStopUnitHandler = handle(startStopUnit, 'drive', async ({ burner, args }) => {
  if (!POWER_CONDITIONS.includes(args.powerCondition)) throw invalidCdbField(startStopUnit, 'powerCondition');
  if (args.powerCondition !== PowerCondition.NoChange) return;
  // Spinning up and down is a matter of the drive's own: it does both when it needs to.
  if (!args.loadEject) {
    if (args.start) burner.requireReady();
    return;
  }
  if (burner.operation !== undefined) throw burner.operation.busy;
  if (!args.start) {
    // 5/53/02 medium removal prevented.
    if (burner.tray.locked) throw illegalRequest(0x53, 0x02);
    burner.eject();
  } else if (burner.tray.open) {
    await burner.perform(burner.loading(), args.immediate, BusySense.BecomingReady);
  }
});
