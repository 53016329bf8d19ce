import { errorInJson } from '../json-values.ts';

/** Thrown by a behaviour to make the cable, the bus or the drive's power fail: no answer reaches the host. */
export class HostFailure extends Error {
  override readonly name = 'HostFailure';
  /** `timeout`: the host waits until its time-out. `gone`: the system immediately reports a disconnected device. */
  readonly kind: 'timeout' | 'gone';

  constructor(kind: HostFailure['kind'], reason: string) {
    super(reason);
    this.kind = kind;
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}
