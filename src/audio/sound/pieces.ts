/** How much PCM goes from thread to thread at a time: a second and a half. */
const PIECE_BYTES = 256 * 1024;

/** The same bytes in pieces of {@link PIECE_BYTES} or a little more, each in memory of its own; the last may be shorter. */
export async function* inPieces(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let gathered: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    if (chunk.length === 0) continue;
    gathered.push(chunk);
    bytes += chunk.length;
    if (bytes < PIECE_BYTES) continue;
    yield joined(gathered, bytes);
    gathered = [];
    bytes = 0;
  }
  if (bytes > 0) yield joined(gathered, bytes);
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
