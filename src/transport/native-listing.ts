/** A drive as the operating system lists it; no command is sent to it. */
export interface NativeDriveListing {
  /** The path to open it with: `/dev/sr0`, `D:`. */
  readonly path: string;
  readonly vendor: string;
  readonly product: string;
  readonly revision: string;
  /** Another path to the same drive, such as the `/dev/sgN` of a `/dev/srN`. */
  readonly alternativePath?: string;
  /** Why it cannot be taken for exclusive use now: its disc is mounted, or another program has locked it. */
  readonly busy?: string;
  /** Whether this user may open it for writing. */
  readonly accessible: boolean;
  /** Why it is not accessible and what to do. */
  readonly problem?: string;
}
