import { AUDIO_BLOCK_BYTES } from '../../cd/geometry.ts';
import { IMAPI_FORMAT2_TAO_WRITE_ACTION as Action } from '../core/enums.ts';
import type { IDiscFormat2TrackAtOnceEventArgs } from '../interfaces/index.ts';
import type { UpdateKind } from './update-reporter.ts';

/** The update event of a track-at-once write of one track. */
export const taoUpdate = (currentTrackNumber: number): UpdateKind<Action, IDiscFormat2TrackAtOnceEventArgs> => ({
  actions: {
    preparing: Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_PREPARING,
    calibrating: Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_PREPARING,
    writing: Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_WRITING,
    flushing: Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_FINISHING,
    'closing the track': Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_FINISHING,
    'closing the session': Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_FINISHING,
    verifying: Action.IMAPI_FORMAT2_TAO_WRITE_ACTION_VERIFYING,
  },
  sectorBytes: AUDIO_BLOCK_BYTES,
  make: (engine, currentAction, times) => ({ ...engine, currentTrackNumber, currentAction, ...times }),
});
