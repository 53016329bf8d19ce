import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const isThere = (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;

/**
 * Exits if a program is missing, and says what to install. With CI=true that is a failure.
 * @param rig the beginning of the message
 * @param packagesFile a list of the Debian packages that contain them all, one per line
 * @param tools names of programs
 */
export function requireTools(rig, packagesFile, tools) {
  const missing = tools.filter((tool) => !isThere(tool));
  if (missing.length === 0) return;
  const packages = readFileSync(packagesFile, 'utf8').trim().split(/\s+/).join(' ');
  console.log(`${rig}: ${missing.join(', ')} not found. Nothing was tested. On Debian, run as root:`);
  console.log(`RUNLEVEL=1 apt-get install -y --no-install-recommends ${packages}`);
  process.exit(process.env.CI === 'true' ? 1 : 0);
}
