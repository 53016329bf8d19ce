/** The nodes that the kernel has made for the drive, by its drivers sr and sg; one is missing where its driver is. */
export interface ServedNodes {
  /** `/dev/sr0` */
  readonly block?: string;
  /** `/dev/sg0` */
  readonly generic?: string;
}
