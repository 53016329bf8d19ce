import * as z from 'zod';
import { commandFor, commands } from '../../../mmc/commands/index.ts';
import { Profile } from '../../../mmc/profiles.ts';
import type { Call } from '../../core.ts';

const opcodesByName = new Map(commands.map(({ spec }) => [spec.name, spec.opcode]));

const commandName = z.string().refine((name) => opcodesByName.has(name), {
  error: ({ input }) =>
    `there is no command "${String(input)}": names are the standard's, such as READ TRACK INFORMATION`,
});

type ProfileName = keyof typeof Profile;
const profileName = z.enum(Object.keys(Profile) as [ProfileName, ...ProfileName[]]);

const scalar = z.union([z.int(), z.boolean()]);

/** Values of declared fields; any one of a list matches. */
export const fieldValues = z.record(z.string(), z.union([scalar, z.array(scalar)]));
export type FieldValues = z.infer<typeof fieldValues>;

/** When a habit shows: at these commands, if all other conditions hold. */
export const occasion = z.strictObject({
  /** The standard's names. */
  commands: z.array(commandName).min(1),
  /** Fields of the CDB, by the names of its declaration. */
  when: fieldValues.optional(),
  /** Whether a long operation is in progress. */
  drive: z.enum(['busy', 'idle']).optional(),
  /** Whether a track is open. */
  trackOpen: z.boolean().optional(),
  disc: z.enum(['blank', 'recorded']).optional(),
  /** The kinds of disc, by the names of their profiles. */
  profiles: z.array(profileName).min(1).optional(),
});
export type Occasion = z.infer<typeof occasion>;

export const matchesFields = (wanted: FieldValues, actual: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(wanted).every(([name, value]) =>
    Array.isArray(value) ? value.includes(actual[name] as never) : actual[name] === value,
  );

/** The fields of a CDB; none for an undeclared command. */
export function cdbFields(cdb: Uint8Array): Readonly<Record<string, unknown>> {
  return commandFor(cdb)?.spec.cdb.decode(cdb) ?? {};
}

export const isBusy = ({ drive }: Call): boolean => drive.operation !== undefined && !drive.operation.over;

export function isOccasion({ commands: names, when, drive, trackOpen, disc, profiles }: Occasion, call: Call): boolean {
  if (!names.some((name) => opcodesByName.get(name) === call.cdb[0])) return false;
  if (drive !== undefined && isBusy(call) !== (drive === 'busy')) return false;
  if (when !== undefined && !matchesFields(when, cdbFields(call.cdb))) return false;
  const inTray = call.drive.loadedDisc;
  if (trackOpen !== undefined && (inTray?.writing ?? false) !== trackOpen) return false;
  if (disc !== undefined && inTray?.blank !== (disc === 'blank')) return false;
  return profiles === undefined || (inTray !== undefined && profiles.some((name) => Profile[name] === inTray.profile));
}
