/** Longer byte arrays are given by their length and their beginning. */
const MOST_BYTES = 64;
/** Nothing that a person reads is nested deeper. */
const MOST_DEPTH = 12;

/**
 * A value as plain data for `JSON.stringify`, with what a person needs: errors with their message, long byte arrays by their beginning,
 * whatever has a `toJSON` as that says, no functions, nothing twice within itself.
 */
export function inJson(value: unknown): unknown {
  return plain(value, []);
}

/** An error as plain data: its name, its message, its own fields and its cause; no stack. */
export function errorInJson(error: Error): Record<string, unknown> {
  return ownFields(error, []);
}

/**
 * Members of an object by name as plain data, for a class whose members are getters, which `JSON.stringify` does not see. One that
 * throws, because there is nothing to tell yet, is left out.
 */
export function membersInJson<Owner extends object>(
  owner: Owner,
  names: readonly (keyof Owner & string)[],
): Record<string, unknown> {
  const found: Record<string, unknown> = {};
  for (const name of names) {
    try {
      const value = plain(owner[name], [owner]);
      if (value !== undefined) found[name] = value;
    } catch {
      // it cannot be told now
    }
  }
  return found;
}

function plain(value: unknown, above: readonly object[]): unknown {
  if (typeof value === 'bigint') return String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'function' || typeof value === 'symbol') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (above.includes(value) || above.length >= MOST_DEPTH) return undefined;
  const inside = [...above, value];
  if (ArrayBuffer.isView(value)) return bytesInJson(value);
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') return plain(toJSON.call(value), inside);
  if (value instanceof Error) return ownFields(value, above);
  if (Array.isArray(value)) return value.map((each) => plain(each, inside) ?? null);
  if (value instanceof Set) return [...value].map((each) => plain(each, inside) ?? null);
  if (value instanceof Map) return plain(Object.fromEntries(value), inside);
  return fieldsOf(value, inside);
}

function ownFields(error: Error, above: readonly object[]): Record<string, unknown> {
  const inside = [...above, error];
  const cause = error.cause === undefined ? {} : { cause: plain(error.cause, inside) };
  return { name: error.name, message: error.message, ...fieldsOf(error, inside), ...cause };
}

function fieldsOf(value: object, inside: readonly object[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(value)) {
    const inPlain = plain(field, inside);
    if (inPlain !== undefined) fields[name] = inPlain;
  }
  return fields;
}

function bytesInJson(view: ArrayBufferView): unknown {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  const hex = Buffer.from(bytes.subarray(0, MOST_BYTES)).toString('hex');
  return bytes.length <= MOST_BYTES ? { hex } : { lengthBytes: bytes.length, beginning: { hex } };
}
