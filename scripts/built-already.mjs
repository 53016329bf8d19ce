// Whether build/ and dist/ are what the last build made of the same sources: then `npm run build` has nothing to do.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = ['src', 'scripts', 'package.json', 'package-lock.json', 'tsconfig.json', 'tsconfig.build.json'];
const OUTPUTS = ['build', 'dist'];
const STAMP = 'build/stamp.json';

/** Whether nothing has changed since `rememberBuild`, neither in the sources nor in what was made of them. */
export function builtAlready(root) {
  try {
    const { sources, outputs } = JSON.parse(readFileSync(join(root, STAMP), 'utf8'));
    return sources === hashOfSources(root) && outputs === hashOfOutputs(root);
  } catch {
    return false;
  }
}

/** Writes down what the build was made of, and what it made. */
export function rememberBuild(root) {
  const stamp = { sources: hashOfSources(root), outputs: hashOfOutputs(root) };
  writeFileSync(join(root, STAMP), JSON.stringify(stamp));
}

/** By their contents, and by the version of Node, which the build can depend on. */
function hashOfSources(root) {
  const hash = createHash('sha256').update(process.version);
  for (const path of filesOf(root, SOURCES)) hash.update(`${path}\0`).update(readFileSync(join(root, path)));
  return hash.digest('hex');
}

/** By their sizes and times: nobody else writes there. */
function hashOfOutputs(root) {
  const hash = createHash('sha256');
  for (const path of filesOf(root, OUTPUTS)) {
    if (path === STAMP) continue;
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\0`);
  }
  return hash.digest('hex');
}

function filesOf(root, places) {
  return places.flatMap((place) =>
    statSync(join(root, place)).isFile()
      ? [place]
      : readdirSync(join(root, place), { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
          .sort(),
  );
}
