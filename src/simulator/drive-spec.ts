import * as z from 'zod';
import { DAMAGE_POLICIES } from './disc-file/damage-policy.ts';
import { DEFAULT_MEDIUM } from './media/cd-media.ts';
import { MEDIA, type MediumKind } from './media/media.ts';
import { personalities } from './personalities/index.ts';
import { invalidSpec, specParts } from './spec-parts.ts';

const KINDS = Object.keys(MEDIA) as [MediumKind, ...MediumKind[]];

/** `medium=dvd+rw` is what people write, and its `+` is a space in a URL. No two kinds differ by that or by case alone. */
const plain = (name: string): string => name.replaceAll('+', ' ').toUpperCase();
const asMeant = (name: unknown): unknown => {
  if (typeof name !== 'string') return name;
  return plain(name) === 'CD-R' ? DEFAULT_MEDIUM : (KINDS.find((kind) => plain(kind) === plain(name)) ?? name);
};

/** What may follow the `?`, by name. Every value is text; each is checked before anything is opened. */
const optionsSchema = z.strictObject({
  /** `virtual` (the default): minutes pass immediately. `real`: the drive takes as long as a real one of its speed. */
  time: z.enum(['virtual', 'real']).optional(),
  /** The kind of blank to create if the saved disc does not exist yet. */
  medium: z.preprocess(asMeant, z.enum(KINDS)).optional(),
  /** What to do about a saved disc whose file is damaged: `refuse` (the default) or `read` what is left. */
  damaged: z.enum(DAMAGE_POLICIES).optional(),
  /** A JSON file of faults. */
  faults: z.string().min(1).optional(),
  /** The character of the drive: the name of one of `personalities`. */
  personality: z.enum(personalities.map(({ name }) => name)).optional(),
});

export type DriveSpecOptions = z.infer<typeof optionsSchema>;

/** A simulated drive as named on a command line. */
export interface DriveSpec extends DriveSpecOptions {
  /** Path of the saved disc; empty for a disc in memory. */
  readonly path: string;
}

/**
 * Parses what follows `sim:`, which is `[PATH][?NAME=VALUE[&NAME=VALUE]...]`, as in `my.disc?time=real&medium=CD-R+80`.
 * Names and values are written as in a URL (`+` or `%20` for a space); the `+` of DVD+R and DVD+RW may be written as it is.
 * @throws TransportError `unsupported` for an unknown name or value, and for a path that itself begins with a scheme
 */
export function parseDriveSpec(spec: string): DriveSpec {
  const { path, query } = specParts(spec);
  if (query === undefined) return { path };
  const pairs = [...new URLSearchParams(query)];
  const names = pairs.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw invalidSpec(spec, `"${twice}" is given twice`);
  const parsed = optionsSchema.safeParse(Object.fromEntries(pairs));
  if (parsed.success) return { path, ...parsed.data };
  throw invalidSpec(spec, parsed.error.issues.map(inWords).join('; '));
}

const KNOWN = Object.keys(optionsSchema.shape).join(', ');

function inWords(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'unrecognized_keys':
      return `it has no option ${issue.keys.map((key) => `"${key}"`).join(', ')} (there are: ${KNOWN})`;
    case 'invalid_value':
      return `${issue.path.join('.')} must be one of ${issue.values.map(String).join(', ')}`;
    default:
      return `${issue.path.join('.')}: ${issue.message}`;
  }
}
