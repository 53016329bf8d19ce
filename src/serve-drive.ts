import type { ServeOptions, ServingDrive } from './server/index.ts';

/**
 * Presents a simulated drive to other programs, on a unix socket or as a drive of the kernel's; see docs/serve.md. The
 * simulated drive is loaded only now.
 */
export async function serveDrive(options: ServeOptions): Promise<ServingDrive> {
  const server = await import('./server/index.ts');
  return server.serveDrive(options);
}

export type { ServedNodes, ServeOptions, ServingDrive } from './server/index.ts';
