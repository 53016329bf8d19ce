import { type OwnMember, ownMember } from './naming.ts';
import { interfacesOf, type Member, reference } from './reference.ts';

const descriptorOf = (object: object, key: string | symbol): PropertyDescriptor | undefined => {
  for (let at: object | null = object; at !== null; at = Object.getPrototypeOf(at)) {
    const found = Object.getOwnPropertyDescriptor(at, key);
    if (found !== undefined) return found;
  }
  return undefined;
};

type Events = { on(event: string, listener: () => void): unknown; off(event: string, listener: () => void): unknown };

function hears(object: object, event: string): boolean {
  const nothing = () => {};
  try {
    (object as Events).on(event, nothing);
    (object as Events).off(event, nothing);
    return true;
  } catch {
    return false;
  }
}

/** What is wrong with how the object has this member; undefined if nothing is. */
export function faultOf(object: object, { key, kind, argumentCount }: OwnMember): string | undefined {
  if (kind === 'event') return hears(object, String(key)) ? undefined : 'no such event';
  // What need not be asked of a drive is iterated without waiting.
  const found =
    descriptorOf(object, key) ?? (key === Symbol.asyncIterator ? descriptorOf(object, Symbol.iterator) : undefined);
  if (found === undefined) return 'missing';
  if (kind === 'method') {
    if (typeof found.value !== 'function') return 'not a method';
    const takes = found.value.length;
    return takes === argumentCount ? undefined : `takes ${takes} arguments, not ${argumentCount}`;
  }
  const readable = found.get !== undefined || (found.value !== undefined && typeof found.value !== 'function');
  const settable = found.set !== undefined;
  return (kind === 'get' ? readable : settable) ? undefined : `no ${kind}`;
}

const byName = new Map(reference.interfaces.map((each) => [each.name, each]));
const membersOf = (name: string): readonly Member[] => {
  const found = byName.get(name);
  if (found === undefined) throw new RangeError(`there is no interface ${name}`);
  return found.members;
};

/** Gets objects and what was used of them, interface by interface. */
export class Witness {
  /** `IDiscRecorder2::get_VendorId`: what is wrong with it, or nothing. */
  readonly present = new Map<string, string | undefined>();
  readonly exercised = new Set<string>();
  readonly #targets = new WeakMap<object, object>();

  /**
   * Checks how an object has the members of these interfaces.
   * @returns the object, whose use is noted
   */
  watch<T extends object>(object: T, ...interfaces: readonly string[]): T {
    const used = new Map<string | symbol, string[]>();
    const note = (key: string | symbol, kind: OwnMember['kind']) => {
      for (const name of used.get(`${kind} ${String(key)}`) ?? []) this.exercised.add(name);
    };
    for (const name of interfaces) {
      for (const member of membersOf(name)) {
        const own = ownMember(member);
        const title = `${name}::${member.name}`;
        if (own.kind !== 'event' || this.present.get(title) === undefined)
          this.present.set(title, faultOf(object, own));
        const use = `${own.kind} ${String(own.key)}`;
        used.set(use, [...(used.get(use) ?? []), title]);
      }
    }
    const proxy: T = new Proxy(object, {
      get: (target, key) => {
        note(key, 'get');
        const value: unknown = Reflect.get(target, key, target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          note(key, 'method');
          return value.apply(
            target,
            given.map((each) => this.#bare(each)),
          );
        };
      },
      set: (target, key, value) => {
        note(key, 'put');
        return Reflect.set(target, key, this.#bare(value), target);
      },
    });
    this.#targets.set(proxy, object);
    return proxy;
  }

  /** Notes that an event was heard. */
  heard(name: string, event: string): void {
    this.exercised.add(`${name}::${event}`);
  }

  #bare(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((each) => this.#bare(each));
    return typeof value === 'object' && value !== null ? (this.#targets.get(value) ?? value) : value;
  }
}

/** Every member of the IMAPI2 library: `IDiscMaster2::get_Count`. */
export const allMembers = (): readonly string[] =>
  interfacesOf('IMAPI2').flatMap(({ name, members }) => members.map((member) => `${name}::${member.name}`));
