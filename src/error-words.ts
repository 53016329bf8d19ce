/** What was thrown, in words: JavaScript lets a program throw anything, and a stream or a generator of another one does. */
export function thrownInWords(thrown: unknown): string {
  if (thrown instanceof Error) return thrown.message === '' ? thrown.name : thrown.message;
  if (typeof thrown === 'string' && thrown !== '') return thrown;
  const message = typeof thrown === 'object' && thrown !== null ? (thrown as { message?: unknown }).message : undefined;
  if (typeof message === 'string' && message !== '') return message;
  return `it threw ${kindInWords(thrown)} instead of an error`;
}

function kindInWords(thrown: unknown): string {
  if (thrown === undefined || thrown === null) return String(thrown);
  if (thrown === '') return 'an empty string';
  return typeof thrown === 'object' || typeof thrown === 'function'
    ? `a value of type ${typeof thrown}`
    : String(thrown);
}

/** The remedy that an error has of its own. */
export function remedyOf(error: unknown): string | undefined {
  const remedy = (error as { readonly remedy?: unknown } | null | undefined)?.remedy;
  return typeof remedy === 'string' && remedy !== '' ? remedy : undefined;
}

/** What an error says, without the remedy and the full stop that it ends with: a message has only one remedy. */
export function reasonOf(error: unknown): string {
  const message = thrownInWords(error);
  const remedy = remedyOf(error) ?? '';
  return (message.endsWith(remedy) ? message.slice(0, message.length - remedy.length) : message).replace(/[.\s]+$/, '');
}
