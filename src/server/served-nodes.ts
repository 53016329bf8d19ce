/** The nodes that the kernel's drivers sr and sg have made for the drive; one is missing if its driver is. */
export interface ServedNodes {
  /** `/dev/sr0` */
  readonly block?: string;
  /** `/dev/sg0` */
  readonly generic?: string;
}
