import { readBufferCapacity } from '../../mmc/commands/read-buffer-capacity.ts';
import { handle } from './handler.ts';

export const readBufferCapacityHandler = handle(readBufferCapacity, 'medium', ({ burner, args }) => {
  const { capacityBytes, freeBytes } = burner.buffer;
  const unit = args.inBlocks ? burner.writeType.blockBytes(burner) : 1;
  return {
    dataLength: 10,
    inBlocks: args.inBlocks,
    bufferBytes: Math.floor(capacityBytes / unit),
    availableBytes: Math.floor(freeBytes / unit),
  };
});
