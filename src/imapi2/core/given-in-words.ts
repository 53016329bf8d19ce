/** What a program gave as an argument, for messages: `'false'`, `2.5`, `null`, `an object`. Never fails, whatever it is. */
export function givenInWords(given: unknown): string {
  if (typeof given === 'string') return `'${given}'`;
  if (typeof given === 'bigint') return `${given}n`;
  if (typeof given === 'symbol' || typeof given === 'function') return `a ${typeof given}`;
  if (given instanceof Promise) return 'a promise';
  return typeof given === 'object' && given !== null ? 'an object' : String(given);
}
