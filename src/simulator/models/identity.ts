/** What the drive calls itself. ASCII; longer texts than the standard has room for are refused when asked for. */
export interface DriveIdentity {
  /** At most 8 characters. */
  readonly vendor: string;
  /** At most 16 characters. */
  readonly product: string;
  /** At most 4 characters. */
  readonly revision: string;
  readonly serialNumber: string;
}

export const DEFAULT_IDENTITY: DriveIdentity = {
  vendor: 'DISCWRT',
  product: 'VIRTUAL CD-RW',
  revision: '1.00',
  serialNumber: 'DWSIM0000001',
};
