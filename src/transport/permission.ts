/**
 * What to do when the runtime itself, and not the system, has refused something to a program that was started with few
 * permissions.
 * @returns undefined for any other error
 */
export function permissionRemedy(error: unknown): string | undefined {
  const { name, code } = (error ?? {}) as { readonly name?: unknown; readonly code?: unknown };
  // Deno opens devices with all permissions only, whatever else it was given (2.9.6, measured).
  if (name === 'NotCapable') return 'Start Deno with -A: it opens devices only for programs that may do everything';
  if (code !== 'ERR_ACCESS_DENIED' && code !== 'ERR_DLOPEN_DISABLED') return undefined;
  return 'Start Node.js without --permission, or also with --allow-worker, --allow-addons (or --allow-ffi), --allow-fs-read and --allow-fs-write';
}
