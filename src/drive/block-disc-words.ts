import type { BlockMedium } from './block-medium.ts';
import type { DiscState } from './disc.ts';

const GIGABYTE = 1_000_000_000;
const MEGABYTE = 1_000_000;
const BLOCK_BYTES = 2048;

/** `4.70 GB (2295104 blocks)` */
export function blocksAsBytes(blocks: number): string {
  const bytes = blocks * BLOCK_BYTES;
  const size = bytes < GIGABYTE ? `${(bytes / MEGABYTE).toFixed(1)} MB` : `${(bytes / GIGABYTE).toFixed(2)} GB`;
  return `${size} (${blocks} blocks)`;
}

/** The state of a DVD or BD in one sentence. */
export function blockDiscInWords(state: DiscState, medium: BlockMedium): string {
  return medium.writeModel === 'overwrite' ? overwritableInWords(state, medium) : sequentialInWords(state);
}

/** Whether nothing on an overwritable disc can be read or written until it is formatted again. */
export const isFormatInterrupted = ({ status, medium }: DiscState): boolean =>
  medium?.writeModel === 'overwrite' && !medium.formatted && status === 'other';

function overwritableInWords(state: DiscState, { formatted, backgroundFormat, capacityBlocks }: BlockMedium): string {
  if (isFormatInterrupted(state)) return 'A format of the disc was interrupted: it must be formatted again';
  if (!formatted) return 'The disc is not formatted';
  const room = capacityBlocks === null ? '' : `: ${blocksAsBytes(capacityBlocks)}`;
  const background =
    backgroundFormat === 'in progress'
      ? ', and is still being formatted in the background'
      : backgroundFormat === 'interrupted'
        ? ', and its format in the background was interrupted'
        : '';
  return `The disc is formatted and can be overwritten${room}${background}`;
}

function sequentialInWords({ status, lastSession, tracks }: DiscState): string {
  const open = tracks.find((track) => track.open);
  const damaged = tracks.filter((track) => track.damaged && !track.open);
  const closed = tracks.length - damaged.length - (open === undefined ? 0 : 1);
  const words = [
    closed === 1 ? '1 complete track' : `${closed === 0 ? 'no' : closed} complete tracks`,
    ...damaged.map(({ number, lengthBlocks }) => `track ${number} is damaged (${lengthBlocks} blocks)`),
    ...(open === undefined ? [] : [`track ${open.number} is unfinished (${open.lengthBlocks} blocks)`]),
  ].join(', and ');
  switch (status) {
    case 'blank':
      return 'The disc is blank';
    case 'complete':
      return `The disc is complete: ${words}, nothing can be added`;
    case 'appendable':
      return lastSession === 'empty'
        ? `The disc is readable, and more sessions can be added: ${words}`
        : `The disc is open: ${words}; ${lastSession === 'damaged' ? 'its last session is damaged' : 'its last session is not closed, and drives that only read may not read it'}`;
    default:
      return `The drive reports an unusual disc state: ${words}`;
  }
}
