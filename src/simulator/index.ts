export { wallClock } from '../transport/wall-clock.ts';
export type { Behaviour } from './behaviour.ts';
export { VirtualClock } from './clock.ts';
export type { ConnectOptions } from './connection/simulated-connection.ts';
export type { DriveIdentity, WriteStatistics } from './core.ts';
export type { DamagePolicy } from './disc-file/damage-policy.ts';
export type { SpeedOptions } from './drive/speeds.ts';
export type { BurnerOptions, VirtualBurner } from './drive/virtual-burner.ts';
export { type DriveSpec, parseDriveSpec } from './drive-spec.ts';
export {
  type Fault,
  type FaultBehaviourOptions,
  faultBehaviour,
  faultSchema,
  type ReadFaultsOptions,
  readFaults,
} from './faults/index.ts';
export { HostFailure } from './host-failure.ts';
export type { AnyDisc } from './media/any-disc.ts';
export { BlockDisc } from './media/block-disc/block-disc.ts';
export type { BlockMedium, BlockMediumKind, MediaFamilyName } from './media/block-disc/block-media.ts';
export type {
  BlockDiscStructure,
  BlockTrack,
  FormattedStructure,
  SequentialStructure,
} from './media/block-disc/structure.ts';
export { type BlockStore, DamagedBlockError, type ReadOnly } from './media/block-store.ts';
export type { CdMedium, CdMediumKind } from './media/cd-media.ts';
export { Disc, type LocatedTrack, type TrackFormat } from './media/disc.ts';
export { blankDisc } from './media/disc-of.ts';
export { MEDIA, type Medium, type MediumKind } from './media/media.ts';
export type { DiscSpeeds, Rotation, Speed, SpeedRange, SpeedUnit, Zone } from './media/rotation.ts';
export type { AnyStructure } from './media/saved-structure.ts';
export type { DiscStructure, Session, Track } from './media/structure.ts';
export { DEFAULT_IDENTITY } from './models/cd-recorder.ts';
export { openSimulatedDrive, type SimulatedDriveSettings } from './open-simulated-drive.ts';
export {
  burnerOptionsOf,
  type Habit,
  type Personality,
  type PersonalityData,
  personalities,
  personalityNamed,
  personalitySchema,
} from './personalities/index.ts';
export { SimulatedDrive, type SimulatedDriveOptions } from './simulated-drive.ts';
