/** What the decoding thread sends: some PCM, the end, or why it failed. It is asked for each. */
export type DecodingAnswer =
  | { readonly type: 'pcm'; readonly bytes: Uint8Array }
  | { readonly type: 'end' }
  | { readonly type: 'refused'; readonly path: string; readonly found: string; readonly remedy: string }
  | { readonly type: 'failed'; readonly error: unknown };
