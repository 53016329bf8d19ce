import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { runExpecting } from '../support/programs.mjs';
import { discwrightScript, repository } from '../support/served-drive.mjs';

/** What `discwright serve --init` writes, used as a user would. */
export const recipeScenarios = [
  { name: 'what serve --init writes: wodim burns, and a failing program fails', waits: true, run: () => recipe() },
];

const recipe = () =>
  withTemporaryFolder(async (folder) => {
    const options = { cwd: folder, env: { ...process.env, XDG_RUNTIME_DIR: folder, TMPDIR: folder } };
    const run = (status, program, ...args) => runExpecting(status, program, args, options);
    await run(0, process.execPath, discwrightScript, 'serve', '--init');
    await run(2, process.execPath, discwrightScript, 'serve', '--init');

    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(repository, join(folder, 'node_modules/discwright'));
    const { stdout } = await run(0, 'sh', 'burn-test.sh');
    assert.match(stdout, /1 {2}audio {2}00:02:00 {5}0\n/);
    await run(7, 'sh', 'burn-test.sh', 'sh', '-c', 'exit 7');
    const left = readdirSync(folder).filter((name) => name.startsWith('tmp.'));
    assert.deepEqual(left, [], 'its temporary folders');

    const read = 'import sys, yaml; [print(sorted(map(str, yaml.safe_load(open(path))))) for path in sys.argv[1:]]';
    const parsed = await run(0, 'python3', '-c', read, '.github/workflows/burn-test.yml', 'burn-test.gitlab-ci.yml');
    assert.equal(parsed.stdout, "['True', 'jobs', 'name', 'permissions']\n['burn-test']\n");
    const verified = await run(0, 'systemd-analyze', '--user', 'verify', './discwright-drive.service');
    assert.equal(verified.both, '');
  });
