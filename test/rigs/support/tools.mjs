import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

const isThere = (tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0;

/**
 * Ends the process when a program is missing: as a failure where CI=true, with what to do elsewhere.
 * @param rig what the message begins with
 * @param packagesFile a list of Debian's packages, one a line, that has all of them
 * @param tools names of programs
 */
export function requireTools(rig, packagesFile, tools) {
  const missing = tools.filter((tool) => !isThere(tool));
  if (missing.length === 0) return;
  const packages = readFileSync(packagesFile, 'utf8').trim().split(/\s+/).join(' ');
  console.log(`${rig}: ${missing.join(', ')} not found: nothing was tested. On Debian, as root:`);
  console.log(`RUNLEVEL=1 apt-get install -y --no-install-recommends ${packages}`);
  process.exit(process.env.CI === 'true' ? 1 : 0);
}
