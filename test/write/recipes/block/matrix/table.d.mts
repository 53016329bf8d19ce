import type { MediaMatrix } from './matrix.ts';

export function tableOf(matrix: MediaMatrix): string;
