/** Thrown by a behaviour to make the cable, the bus or the drive's power fail: no answer reaches the host. */
export class HostFailure extends Error {
  override readonly name = 'HostFailure';
  /** `timeout`: the host waits until its time-out. `gone`: the system immediately reports a disconnected device. */
  readonly kind: 'timeout' | 'gone';

  constructor(kind: HostFailure['kind'], reason: string) {
    super(reason);
    this.kind = kind;
  }
}
