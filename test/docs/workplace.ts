import { execFile } from 'node:child_process';
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { transformSync } from '@swc/core';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { ROOT } from './pages.ts';

const MAIN = join(ROOT, 'dist/cli/main.js');

/** A folder as readers have it after `npm install discwright`: `npx discwright` and `discwright` run the built package. */
export interface Workplace {
  readonly folder: string;
  writeFile(name: string, text: string): void;
  /** Runs lines of a shell, each of which must succeed unless `mayFail`, and returns what a terminal would show. */
  run(shell: string, options?: { readonly mayFail?: boolean }): Promise<string>;
}

export function newWorkplace(): Workplace {
  const home = temporaryFolder();
  const folder = join(home, 'work');
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(ROOT, join(folder, 'node_modules/discwright'));
  const bin = join(home, 'bin');
  mkdirSync(bin);
  const node = `'${process.execPath}'`;
  shim(join(bin, 'discwright'), `exec ${node} '${MAIN}' "$@"`);
  shim(join(bin, 'npx'), `shift\nexec ${node} '${MAIN}' "$@"`);
  shim(
    join(bin, 'node'),
    `[ "\${1%.ts}" = "$1" ] || { first=$1.mjs; shift; set -- "$first" "$@"; }\nexec ${node} "$@"`,
  );
  const env = { ...process.env, HOME: home, PATH: `${bin}:${process.env['PATH']}` };
  return {
    folder,
    writeFile(name, text) {
      writeFileSync(join(folder, name), text);
      // Node.js 20 does not run TypeScript.
      if (name.endsWith('.ts')) writeFileSync(join(folder, `${name}.mjs`), withoutTypes(text));
    },
    async run(shell, { mayFail = false } = {}) {
      const script = `${mayFail ? '' : 'set -e\n'}{ ${shell}\n} 2>&1`;
      const done = await promisify(execFile)('sh', ['-c', script], { cwd: folder, env }).catch(
        (error: { readonly stdout: string; readonly code: number }) => {
          if (mayFail) return error;
          throw new Error(`${shell}\nends with ${error.code}:\n${error.stdout}`);
        },
      );
      return done.stdout;
    },
  };
}

function shim(path: string, script: string): void {
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

export const withoutTypes = (code: string): string =>
  transformSync(code, { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'es6' } }).code;
