import * as z from 'zod';
import { type SchemaName, schemaId } from './names.ts';

// The kinds of property that results have. Every property has a description, with its unit.

export const text = (description: string) => z.string().describe(description);
export const flag = (description: string) => z.boolean().describe(description);
/** A number of things: a whole number, not negative. */
export const count = (description: string) => z.int().nonnegative().describe(description);
/** An address or a difference, which may be negative. */
export const integer = (description: string) => z.int().describe(description);
export const number = (description: string) => z.number().describe(description);
export const oneOf = <const Value extends string>(values: readonly [Value, ...Value[]], description: string) =>
  z.enum(values).describe(description);
export const list = <Element extends z.ZodType>(element: Element, description: string) =>
  z.array(element).describe(description);
/** What the drive, the disc or the file may not have or not say: null then. */
export const orNull = <Value extends z.ZodType>(value: Value) =>
  z.nullable(value).describe(`${value.description ?? ''}; null if there is none or it is not known`);
/** What is left out where it does not apply. */
export const maybe = <Value extends z.ZodType>(value: Value) => z.optional(value).describe(value.description ?? '');

export const warnings = list(
  z.string().describe('a sentence without its full stop'),
  'problems that did no harm, each a sentence without its full stop',
);

/** The result of a command: with what it is, `discwright/NAME/VERSION`, as its first property. */
export const result = <Name extends SchemaName, Shape extends z.ZodRawShape>(
  name: Name,
  description: string,
  shape: Shape,
) =>
  z
    .object({
      schema: z.literal(schemaId(name)).describe('what this is, and its version'),
      ...shape,
    })
    .meta({ title: schemaId(name), description });
