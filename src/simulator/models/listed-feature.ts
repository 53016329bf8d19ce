import type { Codec } from '../../codec/index.ts';
import type { FeatureSpec } from '../../mmc/features.ts';

interface Listing {
  readonly version?: number;
  readonly persistent?: boolean;
  readonly current: boolean;
}

type Encodable<A> = FeatureSpec<any, A> & { readonly layout: Codec<any, A> };

/** A feature as GET CONFIGURATION lists it. */
export const listed = <A>(feature: Encodable<A>, { version = 0, persistent = false, current }: Listing, values: A) => ({
  code: feature.code,
  version,
  persistent,
  current,
  data: feature.layout.encode(values),
});
