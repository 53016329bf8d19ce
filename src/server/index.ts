export { MAX_TRANSFER_BYTES, PROTOCOL_VERSION, ProtocolError } from './protocol.ts';
export { type ServeOptions, type ServingDrive, serveDrive } from './serve-drive.ts';
export type { ServedNodes } from './served-nodes.ts';
export { SocketTransport } from './socket-transport.ts';
