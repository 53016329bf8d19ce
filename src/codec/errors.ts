/** Bytes that do not have the form that the standard requires: too short, or a length field that contradicts the data. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
}

/** A value that does not fit the field it was given for. Nothing was sent. */
export class EncodeError extends RangeError {
  override readonly name = 'EncodeError';
}
