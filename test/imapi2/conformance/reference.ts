import { imapi2Fixture } from '../fixture.ts';

export interface Parameter {
  readonly name: string;
  readonly type: string;
  readonly dir: 'in' | 'out';
}

export interface Member {
  readonly name: string;
  readonly kind: 'get' | 'put' | 'method' | 'event';
  /** Of a get or put. */
  readonly property?: string;
  readonly params: readonly Parameter[];
  /** As the documentation of the member lists them. */
  readonly errors?: readonly string[];
  readonly semantics?: string;
}

export interface Interface {
  readonly name: string;
  readonly inherits: string;
  readonly library: 'IMAPI2' | 'IMAPI2FS';
  readonly coclass?: string;
  readonly members: readonly Member[];
}

interface Reference {
  readonly interfaces: readonly Interface[];
  readonly enums: readonly {
    readonly name: string;
    readonly library: string;
    readonly values: Readonly<Record<string, number>>;
  }[];
  readonly hresults: readonly { readonly name: string; readonly value: string }[];
}

/** All that is known of IMAPI2; the fixture's README says from where. */
export const reference = imapi2Fixture<Reference>('imapi2.json');

/** The interfaces of one type library, the event interfaces included: IMAPI2 has 237 members, IMAPI2FS 133. */
export const interfacesOf = (library: Interface['library']): readonly Interface[] =>
  reference.interfaces.filter((each) => each.library === library);
