/** What the host adapter reports for a command: the kernel's `DID_*`, SG_IO's `host_status` (scsi/scsi_status.h). */
export const HostStatus = {
  Ok: 0x00,
  NoConnect: 0x01,
  BusBusy: 0x02,
  TimeOut: 0x03,
  BadTarget: 0x04,
  Abort: 0x05,
  Parity: 0x06,
  Error: 0x07,
  Reset: 0x08,
  BadInterrupt: 0x09,
  PassThrough: 0x0a,
  SoftError: 0x0b,
  ImmediateRetry: 0x0c,
  Requeue: 0x0d,
  TransportDisrupted: 0x0e,
  TransportFailFast: 0x0f,
} as const;
export type HostStatus = (typeof HostStatus)[keyof typeof HostStatus];

/** What the kernel's driver reports for a command: `DRIVER_*`, the low nibble of SG_IO's `driver_status` (scsi/sg.h). */
export const DriverStatus = {
  Timeout: 0x06,
  /** The command came back with sense data; every CHECK CONDITION has it (measured). */
  Sense: 0x08,
} as const;

const DRIVER_MASK = 0x0f;

/** The driver's code without the suggestion that older kernels add in the high nibble. */
export const driverCode = (driverStatus: number): number => driverStatus & DRIVER_MASK;
