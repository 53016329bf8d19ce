/** No answer reaches the host: what a behaviour throws when the cable, the bus or the drive's power is to fail. */
export class HostFailure extends Error {
  override readonly name = 'HostFailure';
  /** `timeout`: the host waits in vain as long as it has patience. `gone`: the system reports at once that the device left. */
  readonly kind: 'timeout' | 'gone';

  constructor(kind: HostFailure['kind'], reason: string) {
    super(reason);
    this.kind = kind;
  }
}
