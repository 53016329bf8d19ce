import type { FileSystemProblem } from '../../image/index.ts';

/** A problem in one line: where, what, at which block. */
export const problemInWords = ({ path, reason, lba }: FileSystemProblem): string =>
  `${path === '' ? 'the volume' : path}: ${reason}${lba === undefined ? '' : ` (block ${lba})`}`;
