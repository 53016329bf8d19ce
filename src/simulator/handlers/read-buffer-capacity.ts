import { readBufferCapacity } from '../../mmc/commands/read-buffer-capacity.ts';
import { handle } from './handler.ts';

export const readBufferCapacityHandler = handle(readBufferCapacity, 'medium', ({ drive, args }) => {
  const { capacityBytes, freeBytes } = drive.recorder.buffer;
  const unit = args.inBlocks ? drive.recorder.blockBytes() : 1;
  return {
    dataLength: 10,
    inBlocks: args.inBlocks,
    bufferBytes: Math.floor(capacityBytes / unit),
    availableBytes: Math.floor(freeBytes / unit),
  };
});
