import type { SharedDrive } from './shared-drive.ts';

/** What of a drive does not change with its disc. */
export interface RecorderIdentity {
  readonly vendor: string;
  readonly product: string;
  readonly revision: string;
  /** It can eject and load by command. */
  readonly canLoad: boolean;
  /** It can write CDs track by track. */
  readonly trackAtOnce: boolean;
}

/** What a recorder is bound to from initializeDiscRecorder on. */
export interface RecorderBinding {
  readonly id: string;
  readonly shared: SharedDrive;
  readonly identity: RecorderIdentity;
  /** The recorder opened the drive, so it closes it. */
  readonly owned: boolean;
}

const bindings = new WeakMap<object, RecorderBinding>();

/** Undefined for a recorder that is not initialized, or is none of this package. */
export const bindingOf = (recorder: object): RecorderBinding | undefined => bindings.get(recorder);

export function bind(recorder: object, binding: RecorderBinding): void {
  bindings.set(recorder, binding);
}

/** @returns what it was bound to */
export function unbind(recorder: object): RecorderBinding | undefined {
  const binding = bindings.get(recorder);
  bindings.delete(recorder);
  return binding;
}
