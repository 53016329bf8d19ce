import { synchronizeCache } from '../../mmc/commands/synchronize-cache.ts';
import { handle } from './handler.ts';

export const synchronizeCacheHandler = handle(synchronizeCache, 'medium', ({ drive, args }) =>
  drive.perform(drive.recorder.flush(), args.immediate),
);
