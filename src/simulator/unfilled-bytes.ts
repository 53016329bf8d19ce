/** Memory for bytes that are all about to be written: filling it with zeros first takes as long as copying a block. */
export const unfilledBytes = (lengthBytes: number): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.allocUnsafeSlow(lengthBytes).buffer);
