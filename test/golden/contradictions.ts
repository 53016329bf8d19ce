import { fromHex, toHex } from '../../src/codec/index.ts';
import { exchanges } from './exchanges.ts';
import type { Fact } from './fact-values.ts';
import { FACTS } from './facts.ts';
import { segmentsOf } from './segments.ts';

const plain = (value: unknown): unknown => (value instanceof Uint8Array ? toHex(value) : value);

function contradictionsOf({ cdb, part, bytes = '', says, why }: Fact): string[] {
  const found = exchanges.find(
    (each) => toHex(each.cdb) === cdb && each[part] !== undefined && toHex(each[part]).startsWith(bytes),
  )?.[part];
  if (found === undefined) return [`${why}: nothing like ${cdb} ${bytes} was recorded`];
  const segments = segmentsOf(fromHex(cdb), part, found);
  return Object.entries(says).flatMap(([of, expected]) => {
    const own = segments.filter((segment) => segment.of === of);
    if (own.length !== expected.length) return [`${why}: ${own.length} times ${of} instead of ${expected.length}`];
    return expected.flatMap((values, index) => {
      const segment = own[index];
      const whole = new Uint8Array(segment?.layout?.lengthBytes ?? 0);
      whole.set(segment?.bytes ?? []);
      const decoded = segment?.layout?.decode(whole) ?? {};
      return Object.entries(values).flatMap(([name, value]) =>
        plain(decoded[name]) === value
          ? []
          : [`${why}: ${of} [${index}].${name} is ${plain(decoded[name])} instead of ${value}`],
      );
    });
  });
}

/** Where the declarations read something else in the recorded bytes than what is known about them. */
export const contradictions = (among: readonly Fact[] = FACTS): string[] =>
  among.flatMap((fact) => {
    try {
      return contradictionsOf(fact);
    } catch (error) {
      return [`${fact.why}: ${error}`];
    }
  });
