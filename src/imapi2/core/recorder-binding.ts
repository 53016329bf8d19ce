import type { SharedDrive } from './shared-drive.ts';

/** What stays the same about a drive whatever disc is in it. */
export interface RecorderIdentity {
  readonly vendor: string;
  readonly product: string;
  readonly revision: string;
  /** It can eject and load by command. */
  readonly canLoad: boolean;
  /** It can write CDs track by track. */
  readonly trackAtOnce: boolean;
}

/** What a recorder is bound to after initializeDiscRecorder. */
export interface RecorderBinding {
  readonly id: string;
  readonly shared: SharedDrive;
  readonly identity: RecorderIdentity;
  /** The recorder opened the drive, so it closes it. */
  readonly owned: boolean;
}

const bindings = new WeakMap<object, RecorderBinding>();

/** Undefined for a recorder that is not initialized or is not from this package. */
export const bindingOf = (recorder: object): RecorderBinding | undefined => bindings.get(recorder);

export function bind(recorder: object, binding: RecorderBinding): void {
  bindings.set(recorder, binding);
}

/** Recorders that were bound to a drive and no longer are. */
const closed = new WeakSet<object>();

/** Why a recorder has no drive, and what to do, for an error. */
export const notBoundInWords = (recorder: object): { readonly meaning: string; readonly remedy: string } =>
  closed.has(recorder)
    ? {
        meaning: 'this program has closed this recorder, or initialized it again in vain',
        remedy: 'Call its initializeDiscRecorder() again.',
      }
    : { meaning: 'this recorder is not bound to a drive', remedy: 'Call its initializeDiscRecorder() first.' };

/** @returns what it was bound to */
export function unbind(recorder: object): RecorderBinding | undefined {
  const binding = bindings.get(recorder);
  if (binding !== undefined) closed.add(recorder);
  bindings.delete(recorder);
  return binding;
}
