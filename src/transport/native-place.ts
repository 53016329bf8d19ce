/**
 * What the operating system knows about one drive, asked for anew with each call and without a command to the drive. Empty
 * where it knows nothing.
 */
export interface NativePlace {
  /** One name for every path to the same drive: `/dev/sr0` for a link and for its `/dev/sgN`, too; `\\.\CdRom0`. */
  readonly device: string;
  /** Vendor, product and revision as the system read them when it found the drive. */
  readonly names: { readonly vendor: string; readonly product: string; readonly revision: string };
  /** Where its disc is mounted: mount points, or `D:\`. */
  mountPoints(): readonly string[];
  /** The name of the volume in it: the label of its file system; on Windows `\\?\Volume{GUID}\`. */
  volumeName(): string;
  /** Who has the drive for exclusive use: a name, or empty when nobody has it; undefined when the system cannot say. */
  holder(): string | undefined;
}
