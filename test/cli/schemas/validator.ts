import { readFileSync } from 'node:fs';
import { expect } from '@jest/globals';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { discwright, type Finished } from '../cli.ts';

type Json = Readonly<Record<string, unknown>>;

/** A schema as the package has it. */
export const shippedSchema = (name: string): Json =>
  JSON.parse(readFileSync(new URL(`../../../dist/schemas/${name}.json`, import.meta.url), 'utf8'));

/** The same schema, which refuses every property that it does not name. */
function closed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closed);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, each]) => [key, closed(each)]);
  return { ...('properties' in value ? { additionalProperties: false } : {}), ...Object.fromEntries(entries) };
}

const ajv = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true });
const validators = new Map<string, readonly ValidateFunction[]>();

function validatorsOf(name: string): readonly ValidateFunction[] {
  const found = validators.get(name) ?? [
    ajv.compile(shippedSchema(name)),
    ajv.compile(closed(shippedSchema(name)) as Json),
  ];
  validators.set(name, found);
  return found;
}

/** The schemas of which a result was checked. */
export const checked = new Set<string>();

/** Checks one result: it is what its schema says, and has nothing that its schema does not name. */
export function expectValid(value: unknown, name: string): void {
  for (const validate of validatorsOf(name)) {
    validate(value);
    expect(validate.errors ?? []).toEqual([]);
  }
  checked.add(name);
}

/** Runs a command with `--json` and checks what it prints. */
export async function resultOf(args: readonly string[], name: string, cwd: string): Promise<Json> {
  const { stdout, stderr } = await discwright([...args, '--json'], { cwd });
  const value = parsed({ stdout, stderr }, args);
  expect(value).toMatchObject({ schema: `discwright/${name}/1` });
  expectValid(value, name);
  return value;
}

function parsed({ stdout, stderr }: Pick<Finished, 'stdout' | 'stderr'>, args: readonly string[]): Json {
  try {
    return JSON.parse(stdout) as Json;
  } catch {
    throw new Error(`${args.join(' ')}: ${stdout}${stderr}`);
  }
}
