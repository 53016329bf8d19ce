import type { Codec } from '../../codec/index.ts';

/** The declaration of a feature of GET CONFIGURATION (MMC-6 5.3). */
export interface FeatureSpec<V, A = V> {
  readonly code: number;
  /** The standard's name. */
  readonly name: string;
  readonly clause: string;
  /**
   * What follows the descriptor's four-byte header: byte 0 here is byte 4 of the standard's table. Absent where nothing
   * follows, or where this package only knows the name.
   */
  readonly layout?: Codec<V, A>;
}

/** A feature with any data. */
export type AnyFeature = FeatureSpec<any, any>;

/** Declares a feature whose data is decoded. */
export const defineFeature = <V, A>(
  spec: FeatureSpec<V, A> & { readonly layout: Codec<V, A> },
): FeatureSpec<V, A> & { readonly layout: Codec<V, A> } => spec;
