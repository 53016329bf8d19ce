import type { ServeOptions, ServingDrive } from './server/index.ts';

/**
 * Serves a simulated drive to other programs, on a unix socket or as a kernel device; see docs/serve.md. The simulator
 * is loaded only when this is called.
 * @throws TransportError `unsupported`, `busy`, `denied`; OptionsError; the signal's reason
 * @example
 * ```ts
 * const served = await serveDrive({ device: 'sim:', socketPath: 'drive.socket' });
 * const drive = await openDrive('unix:drive.socket'); // in any program
 * await drive.close();
 * await served.close();
 * ```
 */
export async function serveDrive(options: ServeOptions): Promise<ServingDrive> {
  const server = await import('./server/index.ts');
  return server.serveDrive(options);
}

export type { DriveGlance, ServedNodes, ServeOptions, ServingDrive, WriteStatistics } from './server/index.ts';
