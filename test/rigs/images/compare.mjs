// What is in a folder of this computer, as plain data that can be compared.
import { createHash } from 'node:crypto';
import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param want `modes`, `dates`, `folderDates`, `links`: what to look at besides names and contents
 * @param without paths that are left out: devices
 * @returns a line for each entry, in order
 */
export function linesOf(root, want, without = []) {
  const lines = [];
  const walk = (folder) => {
    for (const name of readdirSync(join(root, folder)).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      if (without.includes(path)) continue;
      const stats = lstatSync(join(root, path));
      const mode = want.modes ? ` ${(stats.mode & 0o777).toString(8)}` : '';
      const date = (wanted) => (wanted ? ` ${Math.floor(stats.mtimeMs / 1_000)}` : '');
      if (stats.isSymbolicLink()) {
        if (want.links) lines.push(`${path} -> ${readlinkSync(join(root, path))}`);
      } else if (stats.isDirectory()) {
        lines.push(`${path}/${mode}${date(want.folderDates)}`);
        walk(path);
      } else {
        const hash = createHash('md5')
          .update(readFileSync(join(root, path)))
          .digest('hex');
        lines.push(`${path} ${stats.size} ${hash}${mode}${date(want.dates)}`);
      }
    }
  };
  walk('');
  return lines;
}

/** @throws with the first lines that differ */
export function requireSame(what, found, expected) {
  const missing = expected.filter((line) => !found.includes(line));
  const extra = found.filter((line) => !expected.includes(line));
  if (missing.length === 0 && extra.length === 0) return;
  throw new Error(
    `${what}: ${missing.length} missing, ${extra.length} too many\n- ${missing.slice(0, 4).join('\n- ')}\n+ ${extra.slice(0, 4).join('\n+ ')}`,
  );
}

/** A tree of discwright/image in the same lines. */
export async function treeLines(root, walkTree, want) {
  const lines = [];
  for (const { path, node } of walkTree(root)) {
    const mode = want.modes && node.mode !== undefined ? ` ${(node.mode & 0o777).toString(8)}` : '';
    const date = (wanted) => (wanted ? ` ${Math.floor(node.modified.getTime() / 1_000)}` : '');
    if (node.kind === 'link') {
      if (want.links) lines.push(`${path} -> ${node.target}`);
    } else if (node.kind === 'folder') lines.push(`${path}/${mode}${date(want.folderDates)}`);
    else if (node.kind === 'file') {
      const bytes = Buffer.alloc(node.lengthBytes);
      const reader = await node.openReader();
      await reader.read(bytes);
      await reader.close();
      lines.push(
        `${path} ${node.lengthBytes} ${createHash('md5').update(bytes).digest('hex')}${mode}${date(want.dates)}`,
      );
    }
  }
  return lines;
}
