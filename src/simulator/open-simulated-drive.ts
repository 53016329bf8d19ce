import { type OptionNames, requireKnownOptions } from '../known-options.ts';
import { Scheme } from '../transport/scheme.ts';
import { wallClock } from '../transport/wall-clock.ts';
import type { DamagePolicy } from './disc-file/damage-policy.ts';
import { openDiscFile } from './disc-file/open-disc-file.ts';
import type { BurnerOptions } from './drive/virtual-burner.ts';
import type { DriveSpec } from './drive-spec.ts';
import { readFaults } from './faults/index.ts';
import { blankDisc } from './media/disc-of.ts';
import type { MediumKind } from './media/media.ts';
import type { Personality } from './personalities/index.ts';
import { SIMULATED_DRIVE_OPTIONS, SimulatedDrive, type SimulatedDriveOptions } from './simulated-drive.ts';
import { specParts } from './spec-parts.ts';

/** How `openSimulatedDrive` makes a drive. Sizes are in bytes, speeds in kB/s. */
export interface SimulatedDriveSettings extends Omit<SimulatedDriveOptions, 'path' | 'disc' | 'onClose'> {
  /** The kind of a new disc. Default: an 80-minute CD-R. An existing saved disc must be of this kind. */
  readonly medium?: MediumKind | undefined;
  /**
   * What to do about a saved disc whose file is damaged. `refuse` (default): an error with the byte offset. `read`: the disc
   * can be read but not written, and its lost blocks fail with 3/11/05.
   */
  readonly damaged?: DamagePolicy | undefined;
  /** The character of the drive, or the name of one of `personalities`. Its habits come after `behaviours`. */
  readonly personality?: Personality | string | undefined;
}

const { path: _path, disc: _disc, onClose: _onClose, ...OF_DRIVE } = SIMULATED_DRIVE_OPTIONS;
const SETTINGS: OptionNames<SimulatedDriveSettings> = { ...OF_DRIVE, medium: true, damaged: true, personality: true };

/**
 * Opens a simulated drive with a blank disc in memory, or with a saved disc, which is blank on first use and afterwards as
 * the last program left it.
 * @param spec what follows `sim:`: nothing, or the path of the saved disc, and options; see `parseDriveSpec`
 * @param options override what the spec says
 * @throws TransportError `busy` while another process has the disc open; `not-found` if the folder is missing; `unsupported`
 * for a file that is not a saved disc or a damaged one, a saved disc of another medium, and unknown options; `denied`.
 * RangeError for an unknown personality
 */
export async function openSimulatedDrive(spec: string, settings: SimulatedDriveSettings = {}): Promise<SimulatedDrive> {
  requireKnownOptions('openSimulatedDrive()', settings, SETTINGS);
  const { medium, damaged, personality, ...options } = settings;
  const path = `${Scheme.Simulated}${spec}`;
  const named = await driveSpecOf(spec);
  const faults = named.faults === undefined ? [] : await readFaults(named.faults, { device: path });
  const character = await characterOf(personality ?? named.personality);
  const common = {
    ...(named.time === 'real' ? { clock: wallClock } : {}),
    ...character,
    ...(Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as typeof options),
    behaviours: [...(options.behaviours ?? []), ...(character.behaviours ?? [])],
    faults: [...(options.faults ?? []), ...faults],
    path,
  };
  const wanted = medium ?? named.medium;
  if (named.path === '') return new SimulatedDrive({ ...common, disc: blankDisc(wanted) });
  const { disc, unlock } = await openDiscFile(path, named.path, {
    medium: wanted,
    damaged: damaged ?? named.damaged,
  });
  return new SimulatedDrive({ ...common, disc, onClose: unlock });
}

/** Options and personalities are loaded only when named: a simulated drive must not start late because of them. */
async function driveSpecOf(spec: string): Promise<DriveSpec> {
  const { path, query } = specParts(spec);
  if (query === undefined) return { path };
  const { parseDriveSpec } = await import('./drive-spec.ts');
  return parseDriveSpec(spec);
}

async function characterOf(personality: Personality | string | undefined): Promise<Partial<BurnerOptions>> {
  if (personality === undefined) return {};
  const { burnerOptionsOf, personalities, personalityNamed } = await import('./personalities/index.ts');
  if (typeof personality !== 'string') return burnerOptionsOf(personality);
  const known = personalityNamed(personality);
  if (known !== undefined) return burnerOptionsOf(known);
  const names = personalities.map(({ name }) => name).join(', ');
  throw new RangeError(`there is no personality "${personality}"; there are ${names}`);
}
