/** Reads members and waits for those that are promises. */
export async function readAll<T extends object>(object: T, ...names: readonly (keyof T)[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const name of names) values.push(await object[name]);
  return values;
}

/** Sets properties to what they are. */
export function keep<T extends object>(object: T, ...names: readonly (keyof T)[]): void {
  for (const name of names) {
    const value = object[name];
    object[name] = value;
  }
}

/** The members of every writer that ask about the drive and the disc, or say what was set. */
export const ASKING = [
  'recorder',
  'clientName',
  'bufferUnderrunFreeDisabled',
  'currentPhysicalMediaType',
  'requestedWriteSpeed',
  'requestedRotationTypeIsPureCAV',
  'currentWriteSpeed',
  'currentRotationTypeIsPureCAV',
  'supportedWriteSpeeds',
  'supportedWriteSpeedDescriptors',
] as const;
