import type { Command } from 'commander';
import { ask, profileName } from '../../index.ts';
import {
  describeFeature,
  featureName,
  getConfiguration,
  hasEveryFeature,
  namedValueInWords,
  profilesOf,
  RequestedFeatures,
} from '../../mmc/index.ts';
import type { ContextOf } from '../context.ts';
import { reportDrive } from '../disc-report.ts';
import { driveInWords, warningsInWords } from '../disc-words.ts';
import { withExamples } from '../manual/examples.ts';
import { withDrive } from '../with-drive.ts';

/** The largest reply that drives and USB bridges handle well; real feature lists stay below 500 bytes. */
const ALLOCATION_BYTES = 4_096;

export function addFeatures(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('features'), {
    'what the drive can do with the disc in it': 'features --device /dev/sr0',
  })
    .description('list the features of the drive, and which of them apply to the disc in it')
    .action(async (_options: unknown, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, async (drive) => {
        const identity = await reportDrive(drive);
        const reply = await ask(
          drive,
          getConfiguration({ requested: RequestedFeatures.All, allocationLength: ALLOCATION_BYTES }),
        );
        const { currentProfile, entries } = reply;
        const warnings = hasEveryFeature(reply)
          ? []
          : ['the list was cut off on its way from the drive, which may have more features'];
        const profiles = profilesOf(entries).map(({ profile, current }) => ({
          code: profile,
          name: profileName(profile),
          current,
        }));
        const features = entries.map((entry) => ({
          code: entry.code,
          name: featureName(entry.code),
          version: entry.version,
          current: entry.current,
          persistent: entry.persistent,
          fields: Object.fromEntries(describeFeature(entry).map(({ name, text }) => [name, text])),
        }));
        context.output.result(
          'features',
          { drive: identity, profile: profileName(currentProfile), profiles, features, warnings },
          () => [
            `Drive  ${driveInWords(identity)}`,
            '',
            'Profiles (* current: apply to the disc in the drive)',
            ...profiles.map(({ code, name, current }) => entryInWords(code, name, current)),
            '',
            'Features (* current: apply to the disc in the drive)',
            ...features
              .filter(({ code }) => code !== PROFILE_LIST)
              .map(({ code, name, current, fields }) => entryInWords(code, name, current, fieldsInWords(fields))),
            ...warningsInWords(warnings),
          ],
        );
      });
    });
}

const PROFILE_LIST = 0;

const entryInWords = (code: number, name: string, current: boolean, details = ''): string =>
  `  ${current ? '*' : ' '} ${code.toString(16).toUpperCase().padStart(4, '0')}h  ${name}${details}`;

/** The fields that are set: absent and zero ones appear only with `--json`. */
function fieldsInWords(fields: Readonly<Record<string, string>>): string {
  const values = Object.entries(fields)
    .filter(([, text]) => text !== 'no' && text !== 'none' && text !== '0' && text !== '""')
    .map(([name, text]) => namedValueInWords(name, text));
  return values.length === 0 ? '' : `: ${values.join(', ')}`;
}
