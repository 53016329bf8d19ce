// deno run -A --import-map import-map.json run-declared.mjs FILE: runs the tests that a file declares; exits with 1 when one fails.
import { pathToFileURL } from 'node:url';
import { declared } from '@jest/globals';

await import(pathToFileURL(process.argv[2]).href);
let failed = 0;
for (const { name, run } of declared) {
  if (run === undefined) {
    console.log(`skip ${name}`);
    continue;
  }
  try {
    await run();
    console.log(`pass ${name}`);
  } catch (error) {
    failed++;
    console.log(`fail ${name}\n${error?.stack ?? error}`);
  }
}
const skipped = declared.filter(({ run }) => run === undefined).length;
console.log(JSON.stringify({ passed: declared.length - skipped - failed, failed, skipped }));
process.exit(failed === 0 ? 0 : 1);
