import { synchronizeCache } from '../../mmc/commands/synchronize-cache.ts';
import { handle } from './handler.ts';

export const synchronizeCacheHandler = handle(synchronizeCache, 'medium', ({ burner, args }) =>
  burner.perform(burner.flush(), args.immediate),
);
