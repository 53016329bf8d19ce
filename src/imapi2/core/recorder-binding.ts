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
  /** It can write CDs with sub-channels from the host. */
  readonly raw: boolean;
  /** It can write data: to CDs track by track, or to DVDs or BDs. */
  readonly data: boolean;
  /** It can erase CD-RW, or overwrite DVDs or BDs. */
  readonly rewritable: boolean;
  /** False while another program has kept the drive from answering: then it is assumed to be able to do everything. */
  readonly certain: boolean;
}

/** What the operating system knows about a recorder's drive; see NativePlace of the transports. */
export interface RecorderPlace {
  mountPoints(): readonly string[];
  volumeName(): string;
  holder(): string | undefined;
  readonly device: string;
}

/** What a recorder is bound to after initializeDiscRecorder. */
export interface RecorderBinding {
  readonly id: string;
  readonly shared: SharedDrive;
  identity: RecorderIdentity;
  /** Undefined for a drive that the system does not know, such as a simulated one. */
  readonly place: RecorderPlace | undefined;
  /** Closes the drive if the recorder opened it and no other one uses it. */
  release(): Promise<void>;
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
