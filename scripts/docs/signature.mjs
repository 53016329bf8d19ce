// Signatures with links to the types in them.
import { escapeHtml } from './html.mjs';

/**
 * @param tokens of a declaration
 * @param addressOf makes the address of a canonical reference, or undefined
 */
export function signatureHtml(tokens, addressOf) {
  let html = '';
  for (const { kind, text, canonicalReference } of tokens) {
    // What the compiler writes where a declaration names a type of a file that it does not import.
    const words = text.replace(/import\("[^"]*"\)\./g, '');
    const address = kind === 'Reference' ? addressOf(canonicalReference?.toString()) : undefined;
    html += address === undefined ? escapeHtml(words) : `<a href="${address}">${escapeHtml(words)}</a>`;
  }
  return html
    .replace(/^export /, '')
    .replace(/^declare /, '')
    .trim();
}
