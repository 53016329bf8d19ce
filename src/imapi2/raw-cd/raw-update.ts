import { RAW_BLOCK_BYTES } from '../../cd/geometry.ts';
import { IMAPI_FORMAT2_RAW_CD_WRITE_ACTION as Action } from '../core/enums-formats.ts';
import type { UpdateKind } from '../format2/update-reporter.ts';
import type { IDiscFormat2RawCDEventArgs } from '../interfaces/index.ts';

/** The update event of a raw write. */
export const RAW_UPDATE: UpdateKind<Action, IDiscFormat2RawCDEventArgs> = {
  actions: {
    preparing: Action.IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_PREPARING,
    calibrating: Action.IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_PREPARING,
    writing: Action.IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_WRITING,
    flushing: Action.IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_FINISHING,
    'closing the track': Action.IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_FINISHING,
    'closing the session': Action.IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_FINISHING,
    verifying: Action.IMAPI_FORMAT2_RAW_CD_WRITE_ACTION_FINISHING,
  },
  sectorBytes: RAW_BLOCK_BYTES,
  make: (engine, currentAction, times) => ({ ...engine, currentAction, ...times }),
};
