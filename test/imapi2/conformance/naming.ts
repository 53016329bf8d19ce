import type { Member, Parameter } from './reference.ts';

/** `MediaType` is `mediaType`, `ISRC` is `isrc`, `UDFRevision` is `udfRevision`. */
export const camelCase = (name: string): string =>
  name.replace(/^[A-Z]+(?=[A-Z][a-z]|[^A-Za-z]|$)|^[A-Z]/, (start) => start.toLowerCase());

const isPointer = ({ type }: Parameter): boolean => type.endsWith('*');
const countsWhatIsBefore = ({ name }: Parameter, before: Parameter | undefined): boolean =>
  before !== undefined && isPointer(before) && /size$|count$/i.test(name);

/** What a caller passes: the `in` parameters without the lengths of memory, which a Uint8Array or an array has itself. */
export function argumentsOf({ params }: Member): readonly Parameter[] {
  const given = params.filter(({ dir }) => dir === 'in');
  return given.filter((each, index) => !countsWhatIsBefore(each, given[index - 1]));
}

export type OwnKind = 'get' | 'put' | 'method' | 'event';

export interface OwnMember {
  readonly key: string | symbol;
  readonly kind: OwnKind;
  readonly argumentCount: number;
}

/** How a member of IMAPI2 is named and called here. */
export function ownMember(member: Member): OwnMember {
  const argumentCount = argumentsOf(member).length;
  // COM's enumerator of For Each.
  if (member.property === '_NewEnum') return { key: Symbol.asyncIterator, kind: 'method', argumentCount };
  const key = camelCase(member.property ?? member.name);
  // A property with an index: Item(0).
  if (member.kind === 'get' && argumentCount > 0) return { key, kind: 'method', argumentCount };
  return { key, kind: member.kind, argumentCount };
}
