import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { imapi2Fixture } from '../fixture.ts';
import { MISSING, UNTESTED_RESULTS } from './exceptions.ts';
import { audioAndErase } from './program-audio.ts';
import { data, overwritten } from './program-data.ts';
import { engine, parts, raw } from './program-raw.ts';
import { commands, master, recorder } from './program-recorder.ts';
import { interfacesOf } from './reference.ts';
import { interfaceTable } from './table.ts';
import { allMembers, Witness } from './witness.ts';

const MEMBERS_OF_IMAPI2 = 237;
const LEAST_PRESENT = 237;

interface StateMatrix {
  readonly members: Readonly<Record<string, Readonly<Record<string, { readonly result: string }>>>>;
}

const witness = new Witness();
const members = allMembers();
const isPresent = (name: string): boolean => witness.present.has(name) && witness.present.get(name) === undefined;

beforeAll(async () => {
  for (const program of [master, recorder, commands, audioAndErase, data, overwritten, raw, engine, parts])
    await program(witness);
}, 120_000);

afterAll(() => {
  const named = members.filter((name) => witness.present.has(name) || name in MISSING);
  const exercised = members.filter((name) => witness.exercised.has(name));
  const present = members.filter(isPresent);
  process.stdout.write(
    `IMAPI2: ${named.length} of ${members.length} members named, ${present.length} present, ${exercised.length} exercised\n`,
  );
});

describe('every member of the library IMAPI2, the event interfaces included, get and put by themselves', () => {
  test('there are 237', () => {
    expect(members).toHaveLength(MEMBERS_OF_IMAPI2);
  });

  test('exists under its name, with its kind and number of arguments, or is listed as missing', () => {
    const wrong = members
      .filter((name) => !isPresent(name) && !(name in MISSING))
      .map((name) => `${name}: ${witness.present.get(name) ?? 'no object has this interface'}`);
    expect(wrong).toEqual([]);
    expect(members.filter(isPresent).length).toBeGreaterThanOrEqual(LEAST_PRESENT);
  });

  test('is used by a program here, if it exists', () => {
    expect(members.filter((name) => isPresent(name) && !witness.exercised.has(name))).toEqual([]);
  });

  test('is not listed as missing when it exists, or when IMAPI2 does not have it', () => {
    expect(Object.keys(MISSING).filter((name) => isPresent(name) || !members.includes(name))).toEqual([]);
  });
});

test('docs/imapi2.md has the table of the interfaces that this test makes', () => {
  const document = readFileSync(new URL('../../../docs/imapi2.md', import.meta.url), 'utf8');
  expect(document).toContain(interfaceTable());
});

const testsOf = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === 'conformance' ? [] : testsOf(path);
    return [readFileSync(path, 'utf8')];
  });

describe('every result that the documentation of a member lists', () => {
  const listed = interfacesOf('IMAPI2').flatMap(({ members: own }) => own.flatMap(({ errors = [] }) => errors));
  const documented = [...new Set(listed)].sort();
  const tests = testsOf(fileURLToPath(new URL('..', import.meta.url))).join('\n');
  // Each cell of these tables is tested: the results of sense data, and those of track-at-once by state.
  const bySense = imapi2Fixture<readonly { readonly hresult: string }[]>('sense-to-hresult.json');
  const { members: byState } = imapi2Fixture<StateMatrix>('tao-state-matrix.json');
  const results = Object.values(byState).flatMap((states) => Object.values(states).map(({ result }) => result));
  const inTables = new Set([...bySense.map(({ hresult }) => hresult), ...results]);
  const isTested = (name: string): boolean => tests.includes(name) || inTables.has(name);

  test('is brought about by a test, or listed with the reason why not', () => {
    expect(documented.filter((name) => !isTested(name) && !(name in UNTESTED_RESULTS))).toEqual([]);
  });

  test('is not listed when it is tested', () => {
    expect(Object.keys(UNTESTED_RESULTS).filter(isTested)).toEqual([]);
  });
});
