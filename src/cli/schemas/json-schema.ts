import * as z from 'zod';
import { SCHEMAS } from './index.ts';
import type { SchemaName } from './names.ts';

/** A JSON Schema: plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * A schema as JSON Schema, draft 2020-12. It accepts properties that it does not know: a later version of discwright may
 * print more.
 */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema =>
  shorter(z.toJSONSchema(schema, { target: 'draft-2020-12', io: 'input' })) as JsonSchema;

/** The same schema with `type: [X, null]` for a choice of the two, and without the limits that every whole number has. */
function shorter(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shorter);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, each]) => Math.abs(Number(each)) !== Number.MAX_SAFE_INTEGER);
  const { anyOf, ...rest } = Object.fromEntries(entries.map(([key, each]) => [key, shorter(each)]));
  if (!Array.isArray(anyOf)) return rest;
  const [{ description, ...only }, other] = anyOf;
  if (anyOf.length !== 2 || other.type !== 'null') return { anyOf, ...rest };
  const described = { description, ...rest };
  if (only.type === undefined) return { ...described, anyOf: [only, other] };
  return {
    ...described,
    ...only,
    type: [only.type, 'null'],
    ...('enum' in only ? { enum: [...only.enum, null] } : {}),
  };
}

/** The schemas of all results by name. */
export const jsonSchemas = (): ReadonlyMap<SchemaName, JsonSchema> =>
  new Map(Object.entries(SCHEMAS).map(([name, schema]) => [name as SchemaName, jsonSchemaOf(schema)]));
