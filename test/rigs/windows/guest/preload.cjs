// Loaded into node.exe before anything else. Under Wine a process that crashed sometimes ends with status 0, so the status
// is written to this file instead. `begun` there means that Wine has started.
const { appendFileSync } = require('node:fs');

const { DISCWRIGHT_RIG_STATUS: statusFile, DISCWRIGHT_RIG_DOUBLE: double } = process.env;

if (double !== undefined) {
  try {
    // Node loads the library, then finds that it is not an addon. It stays loaded.
    process.dlopen({ exports: {} }, double);
  } catch (error) {
    if (!/did not self-register|not a valid/i.test(error.message)) throw error;
  }
}
appendFileSync(statusFile, 'begun\n');
process.on('exit', (code) => appendFileSync(statusFile, `ended ${code}\n`));
