export type { WriteStatistics } from '../simulator/core.ts';
export { MAX_TRANSFER_BYTES } from './protocol.ts';
export { type ServeOptions, type ServingDrive, serveDrive } from './serve-drive.ts';
export type { DriveGlance } from './served-drive.ts';
export type { ServedNodes } from './served-nodes.ts';
export { SocketTransport } from './socket-transport.ts';
export { PROTOCOL_VERSION, ProtocolError } from './wire.ts';
