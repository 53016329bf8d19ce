import type { Fields, ValuesOf } from '../../codec/index.ts';
import type { ModePage } from '../../scsi/mode-page.ts';
import type { SpeedControl, Tray } from '../core.ts';
import type { WriteTypeStrategy } from '../write-types/write-type.ts';

/** The parts of the drive that its pages depend on. */
export interface PageSource {
  readonly speeds: SpeedControl;
  readonly tray: Tray;
  readonly bufferBytes: number;
  readonly writeTypes: readonly WriteTypeStrategy[];
}

/** One mode page of a drive: its first values, what a host may change, and what is then checked. */
export interface PageDeclaration<F extends Fields> {
  readonly page: ModePage<F>;
  readonly defaults: Partial<ValuesOf<F>>;
  /** Fields that MODE SELECT may change; the bits of all others must be sent unchanged. */
  readonly changeable: readonly (keyof F & string)[];
  /** The field whose value the drive does not accept, if any. */
  readonly refusedField?: (values: ValuesOf<F>) => (keyof F & string) | undefined;
  /** The page's own way to encode, where something follows the declared fields. */
  readonly encode?: (values: Partial<ValuesOf<F>>) => Uint8Array;
  /** What {@link encode} adds depends on the loaded disc: it is called again each time. */
  readonly reencoded?: boolean;
  /** Fields that report the drive's state rather than a setting. */
  readonly live?: () => Partial<ValuesOf<F>>;
}

/** Declares a page; the same as its argument, but typed for the list of pages. */
export const declarePage = <F extends Fields>(declaration: PageDeclaration<F>): PageDeclaration<any> => declaration;
