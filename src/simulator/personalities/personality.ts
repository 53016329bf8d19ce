import { z } from 'zod';
import type { BurnerOptions } from '../drive/virtual-burner.ts';
import { behaviourOf, habitSchema } from './habits/index.ts';

const speeds = z.array(z.number().positive()).min(1);

/** A drive's character as data: who it says it is, how fast it is, and where it departs from the standard. */
export const personalitySchema = z.strictObject({
  /** As `sim:PATH?personality=NAME` says it. */
  name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'a name is lower-case words with hyphens'),
  /** In one sentence: what a host notices. */
  summary: z.string().min(1),
  /** Where it is known from, or that nobody has seen it. */
  source: z.string().min(1),
  /** What INQUIRY says; the simulated drive's own name unless given. */
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
export type Personality = z.infer<typeof personalitySchema>;
/** A personality before it is checked, as one writes it down. */
export type PersonalityData = z.input<typeof personalitySchema>;

/** What a drive of this character is made with. Its behaviours belong to one drive alone, since some remember. */
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
