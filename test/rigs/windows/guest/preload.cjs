// Loaded into node.exe before anything else. Under Wine a process that crashed sometimes ends with 0: what it says in this
// file is to be believed instead. `begun` there means that Wine has come up.
const { appendFileSync } = require('node:fs');

const { DISCWRIGHT_RIG_STATUS: statusFile, DISCWRIGHT_RIG_DOUBLE: double } = process.env;

if (double !== undefined) {
  try {
    // Node loads the library, then finds that it is no addon. It stays loaded.
    process.dlopen({ exports: {} }, double);
  } catch (error) {
    if (!/did not self-register|not a valid/i.test(error.message)) throw error;
  }
}
appendFileSync(statusFile, 'begun\n');
process.on('exit', (code) => appendFileSync(statusFile, `ended ${code}\n`));
