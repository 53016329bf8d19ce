export { wallClock } from '../transport/wall-clock.ts';
export type { Behaviour } from './behaviour.ts';
export { VirtualClock } from './clock.ts';
export { type DriveSpec, parseDriveSpec } from './drive-spec.ts';
export { type Fault, faultBehaviour, faultSchema, readFaults } from './faults/index.ts';
export { HostFailure } from './host-failure.ts';
export { DEFAULT_IDENTITY, type DriveIdentity } from './identity.ts';
export type { BlockStore } from './medium/block-store.ts';
export { Disc, type LocatedTrack, type TrackFormat } from './medium/disc.ts';
export { MEDIA, type Medium, type MediumKind } from './medium/media.ts';
export type { DiscStructure, Session, Track } from './medium/structure.ts';
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
export type { ConnectOptions } from './simulated-connection.ts';
export { SimulatedDrive, type SimulatedDriveOptions } from './simulated-drive.ts';
export type { Rotation, Speed, SpeedOptions, Zone } from './speeds.ts';
export type { BurnerOptions, VirtualBurner } from './virtual-burner.ts';
export type { WriteStatistics } from './write-stream.ts';
