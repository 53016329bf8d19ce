/** One structure of a disc: what READ DISC STRUCTURE returns for its format. */
export interface StructureOfDisc {
  readonly format: number;
  readonly sendable?: boolean;
  readonly bytes: () => Uint8Array;
}
