/** How a drive's path begins when it is not a device of the operating system. */
export const Scheme = { Simulated: 'sim:', Replayed: 'replay:', Served: 'unix:' } as const;
export type Scheme = (typeof Scheme)[keyof typeof Scheme];

/** Undefined for a device of the operating system: `/dev/sr0`, `D:`. */
export const schemeOf = (path: string): Scheme | undefined =>
  Object.values(Scheme).find((scheme) => path.startsWith(scheme));

/**
 * For functions that take a file's path: a drive's path given by mistake would create a file called `sim:...`.
 * @returns undefined for a path without a scheme
 */
export function schemeMistake(path: string): { readonly reason: string; readonly remedy: string } | undefined {
  const scheme = schemeOf(path);
  if (scheme === undefined) return undefined;
  return {
    reason: `"${path}" begins with ${scheme}, which does not belong here`,
    remedy: `Give "${path.slice(scheme.length)}"; a file that really has this name is "./${path}"`,
  };
}
