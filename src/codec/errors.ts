import { errorInJson } from '../json-values.ts';

/** Bytes that do not have the form that the standard requires: too short, or a length field that contradicts the data. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}

/** A value that does not fit the field it was given for. Nothing was sent. */
export class EncodeError extends RangeError {
  override readonly name = 'EncodeError';

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}
