import { fileURLToPath } from 'node:url';

/** Where the recording of one test of the contract is kept. Its origin: README.md there. */
export const recordingOf = (scenario: string): string =>
  fileURLToPath(new URL(`../../fixtures/traces/contract/${scenario}.jsonl`, import.meta.url));
