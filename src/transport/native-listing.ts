/** A drive as the system lists it, without a command sent to it. */
export interface NativeDriveListing {
  /** What to open it by: `/dev/sr0`, `D:`. */
  readonly path: string;
  readonly vendor: string;
  readonly product: string;
  readonly revision: string;
  /** Another name of the same drive, such as the `/dev/sgN` of a `/dev/srN`. */
  readonly alternativePath?: string;
  /** Why it cannot be had exclusively at the moment: its disc is mounted, another program has locked it. */
  readonly busy?: string;
  /** Whether this user may open it for writing. */
  readonly accessible: boolean;
  /** Why it is not accessible and what to do. */
  readonly problem?: string;
}
