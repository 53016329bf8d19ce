import { USER_DATA_BYTES } from '../../cd/geometry.ts';
import { IMAPI_FORMAT2_DATA_WRITE_ACTION as Action } from '../core/enums-formats.ts';
import type { IDiscFormat2DataEventArgs } from '../interfaces/index.ts';
import type { UpdateKind } from './update-reporter.ts';

/** The update event of a data write. */
export const DATA_UPDATE: UpdateKind<Action, IDiscFormat2DataEventArgs> = {
  actions: {
    preparing: Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_INITIALIZING_HARDWARE,
    calibrating: Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_CALIBRATING_POWER,
    writing: Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_WRITING_DATA,
    flushing: Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_FINALIZATION,
    'closing the track': Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_FINALIZATION,
    'closing the session': Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_FINALIZATION,
    verifying: Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_VERIFYING,
  },
  sectorBytes: USER_DATA_BYTES,
  make: (engine, currentAction, { elapsedTime, remainingTime }) => ({
    ...engine,
    currentAction,
    elapsedTime,
    remainingTime,
    totalTime: elapsedTime + remainingTime,
  }),
};

/** The same while a disc is formatted before it is written. */
export const FORMATTING_UPDATE: UpdateKind<Action, IDiscFormat2DataEventArgs> = {
  ...DATA_UPDATE,
  actions: { ...DATA_UPDATE.actions, preparing: Action.IMAPI_FORMAT2_DATA_WRITE_ACTION_FORMATTING_MEDIA },
};
