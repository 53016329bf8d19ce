export { wallClock } from '../transport/wall-clock.ts';
export { VirtualClock } from './clock.ts';
export { DEFAULT_IDENTITY, type DriveIdentity } from './identity.ts';
export { Disc } from './medium/disc.ts';
export { MEDIA, type Medium, type MediumKind } from './medium/media.ts';
export { openSimulatedDrive } from './open-simulated-drive.ts';
export { SimulatedDrive, type SimulatedDriveOptions } from './simulated-drive.ts';
