// Removes the build output, so that the package contains nothing from deleted source files.
import { rmSync } from 'node:fs';
import { join } from 'node:path';

for (const folder of ['build', 'dist']) {
  rmSync(join(import.meta.dirname, '..', folder), { recursive: true, force: true });
}
