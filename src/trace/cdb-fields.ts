import type { Field, FieldInWords } from '../codec/index.ts';
import {
  closeTrackSession,
  getConfiguration,
  preventAllowMediumRemoval,
  startStopUnit,
} from '../mmc/commands/index.ts';
import { featureName } from '../mmc/features.ts';
import { profileName } from '../mmc/profiles.ts';
import { type CommandSpec, describeCdb } from '../scsi/command.ts';
import type { Wording } from './words.ts';

/** The fields that differ from the command's defaults. */
function notable(spec: CommandSpec, cdb: Uint8Array): FieldInWords[] {
  const isDefault = ({ name, text }: FieldInWords) => {
    const field: Field<unknown> | undefined = spec.cdb.fields[name];
    return field?.optional === true && text === field.format(field.initial);
  };
  return describeCdb(spec, cdb).filter((field) => !isDefault(field));
}

type Fields = readonly FieldInWords[];

/** What a CDB says, where its fields alone do not say it. */
type Reword = (fields: Fields, cdb: Fields, wording: Wording) => Fields;

const isSet = (fields: Fields, name: string): boolean =>
  fields.some((field) => field.name === name && field.text === 'yes');

/** The same fields, with these flags replaced by what they mean together. */
const verb = (fields: Fields, flags: readonly string[], meaning: string): Fields => [
  ...fields.filter(({ name }) => !flags.includes(name)),
  { name: meaning, text: 'yes' },
];

const renamed = (fields: Fields, name: string, textOf: (text: string) => string): Fields =>
  fields.map((field) => (field.name === name ? { ...field, text: textOf(field.text) } : field));

const REWORD: ReadonlyMap<number, Reword> = new Map<number, Reword>([
  [
    preventAllowMediumRemoval.spec.opcode,
    (fields, cdb) => verb(fields, ['prevent'], isSet(cdb, 'prevent') ? 'prevent' : 'allow'),
  ],
  [
    startStopUnit.spec.opcode,
    (fields, cdb) => {
      // Anything else makes the drive ignore the two flags (MMC-5 6.40).
      if (cdb.some(({ name, text }) => name === 'powerCondition' && !text.endsWith('(0)'))) return fields;
      const verbs = isSet(cdb, 'loadEject') ? ['eject', 'load'] : ['stop', 'start'];
      return verb(fields, ['loadEject', 'start'], verbs[isSet(cdb, 'start') ? 1 : 0] ?? '');
    },
  ],
  [
    closeTrackSession.spec.opcode,
    // The close functions of DVD+R and BD-R share their numbers: the profile says which medium is meant.
    (fields, _cdb, { profile }) =>
      profile === undefined ? fields : renamed(fields, 'closeFunction', (text) => `${text} of ${profileName(profile)}`),
  ],
  [
    getConfiguration.spec.opcode,
    (fields) => renamed(fields, 'startingFeature', (text) => `${featureName(Number.parseInt(text, 16))} (${text})`),
  ],
]);

/** The fields of a CDB as people say them: without those that have their default, unless everything is wanted. */
export function cdbFields(spec: CommandSpec, cdb: Uint8Array, wording: Wording): readonly FieldInWords[] {
  const fields = wording.full ? describeCdb(spec, cdb) : notable(spec, cdb);
  return REWORD.get(spec.opcode)?.(fields, describeCdb(spec, cdb), wording) ?? fields;
}
