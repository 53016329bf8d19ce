import * as z from 'zod';
import type { BurnerOptions } from '../drive/virtual-burner.ts';
import { behaviourOf, habitSchema } from './habits/index.ts';

const speeds = z.array(z.number().positive()).min(1);

/** A drive's character as data: its identity, its speeds, and where it departs from the standard. */
export const personalitySchema = z.strictObject({
  /** As in `sim:PATH?personality=NAME`. */
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a name is lower-case words with hyphens'),
  /** In one sentence: what a host notices. */
  summary: z.string().min(1),
  /** The source that it is known from, or that no such drive is known. */
  source: z.string().min(1),
  /** What INQUIRY reports. Default: the simulated drive's own identity. */
  identity: z
    .strictObject({
      vendor: z.string().max(8),
      product: z.string().max(16),
      revision: z.string().max(4),
      serialNumber: z.string(),
    })
    .optional(),
  /** Multiples of 1x. */
  writeSpeeds: speeds.optional(),
  readSpeeds: speeds.optional(),
  bufferBytes: z.int().positive().optional(),
  /** The outermost first. */
  habits: z.array(habitSchema).min(1),
});
/** How a simulated drive departs from the standard. */
export type Personality = z.infer<typeof personalitySchema>;
/** A personality as written, before it is checked. */
export type PersonalityData = z.input<typeof personalitySchema>;

/** The options of a drive with this character. Its behaviours belong to one drive only, since some have state. */
export function burnerOptionsOf(personality: Personality): Partial<BurnerOptions> {
  const { identity, writeSpeeds, readSpeeds, bufferBytes, habits } = personality;
  return {
    ...(identity === undefined ? {} : { identity }),
    ...(writeSpeeds === undefined ? {} : { writeSpeeds }),
    ...(readSpeeds === undefined ? {} : { readSpeeds }),
    ...(bufferBytes === undefined ? {} : { bufferBytes }),
    behaviours: habits.map(behaviourOf),
  };
}
