import { MAX_SPEED_KBPS, setCdSpeed } from '../../mmc/commands/set-cd-speed.ts';
import { handle } from './handler.ts';

const asKBps = (kBps: number): number => (kBps === MAX_SPEED_KBPS ? Number.POSITIVE_INFINITY : kBps);

export const setCdSpeedHandler = handle(setCdSpeed, 'drive', ({ drive, args }) => {
  drive.speeds.requestReadKBps(asKBps(args.readKBps));
  drive.speeds.requestWriteKBps(asKBps(args.writeKBps));
});
