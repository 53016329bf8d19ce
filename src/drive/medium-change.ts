import { EventClass, type EventStatus, MediaEvent } from '../mmc/commands/get-event-status-notification.ts';
import type { Command } from '../scsi/command.ts';
import { startStopUnit } from '../scsi/commands/start-stop-unit.ts';
import { isSense, SenseKey } from '../scsi/sense.ts';
import type { SenseError } from '../scsi/sense-error.ts';

const MEDIUM_MAY_HAVE_CHANGED = 0x28;
const POWER_ON_OR_RESET = 0x29;
const MEDIUM_NOT_PRESENT = 0x3a;

/** Whether the command may leave another disc in the drive, or change the contents of the one in it. */
export const touchesMedium = ({ spec, cdb }: Command): boolean =>
  spec.effect === 'writes' ||
  (spec.opcode === startStopUnit.spec.opcode && startStopUnit.spec.cdb.decode(cdb).loadEject);

export const isUnitAttention = ({ sense }: SenseError): boolean => sense.key === SenseKey.UnitAttention;

/** The drive was reset. What was in its buffer is lost. */
export const reportsReset = (error: SenseError): boolean =>
  isUnitAttention(error) && error.sense.asc === POWER_ON_OR_RESET;

export const reportsNoDisc = ({ sense }: SenseError): boolean => isSense(sense, SenseKey.NotReady, MEDIUM_NOT_PRESENT);

/** The drive says with this error that its disc may be another one, or is gone. */
export const reportsMediumChange = (error: SenseError): boolean =>
  (isUnitAttention(error) && error.sense.asc === MEDIUM_MAY_HAVE_CHANGED) ||
  reportsReset(error) ||
  reportsNoDisc(error);

const DISC_CHANGE_EVENTS: readonly number[] = [MediaEvent.NewMedia, MediaEvent.MediaRemoval, MediaEvent.MediaChanged];

/** The same as an event. */
export const isDiscChange = (status: EventStatus): boolean =>
  status.eventClass === EventClass.Media && DISC_CHANGE_EVENTS.includes(status.event);
