import { readFileSync } from 'node:fs';
import type { BlockMediumKind } from '../../../../../src/simulator/media/block-disc/block-media.ts';

/** What can be done with a kind of disc; if not, why, with the clause of the standard. Undefined: not tried yet. */
export type Cell = 'yes' | { readonly no: string } | undefined;

export interface MediaMatrix {
  /** What each operation means, in the order of the columns. */
  readonly operations: Readonly<Record<string, string>>;
  /** How the simulated drive comes to each disc. */
  readonly discs: Readonly<
    Record<string, { readonly medium: BlockMediumKind; readonly formatted?: 'quick' | 'without POW' }>
  >;
  readonly media: Readonly<Record<string, Readonly<Record<string, Cell>>>>;
}

/** `fixtures/media-matrix.json` */
export const MATRIX = JSON.parse(
  readFileSync(new URL('../../../../../fixtures/media-matrix.json', import.meta.url), 'utf8'),
) as MediaMatrix;
