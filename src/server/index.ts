export { HostStatus, MAX_TRANSFER_BYTES, PROTOCOL_VERSION, ProtocolError } from './protocol.ts';
export { type ServedNodes, type ServeOptions, type ServingDrive, serveDrive } from './serve-drive.ts';
export { SocketTransport } from './socket-transport.ts';
