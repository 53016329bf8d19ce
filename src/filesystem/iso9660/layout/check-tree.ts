import { type TreeFile, type TreeFolder, type TreeNode, walkTree } from '../../tree/model.ts';
import { LONGEST_SECTION_BYTES } from '../constants.ts';
import type { ImageSettings } from './options.ts';
import { unusable } from './unusable.ts';

/** Linux, and most other systems. */
const LONGEST_NAME_BYTES = 255;

/** What is known of a tree once it was looked through. */
export interface TreeSummary {
  /** The newest date in it. */
  readonly newest: Date;
}

/**
 * Looks through a tree for what cannot be recorded, before anything is laid out.
 * @throws FileSystemError of kind `unsuitable-tree`
 */
export function checkTree(
  root: TreeFolder,
  { level, rockRidge }: Pick<ImageSettings, 'level' | 'rockRidge'>,
): TreeSummary {
  let newestMs = root.modified?.getTime() ?? 0;
  requireDistinct(root, '');
  for (const { path, node } of walkTree(root)) {
    requireName(node, path);
    if (node.kind === 'folder') requireDistinct(node, path);
    if (node.kind === 'file') requireLength(node, path, level);
    if (node.kind === 'link' && rockRidge) requireTarget(node.target, path);
    const { modified } = node;
    if (modified === undefined) continue;
    const modifiedMs = modified.getTime();
    if (Number.isNaN(modifiedMs)) throw unusable(`${path} has an invalid date`, 'Give a valid Date, or none', path);
    newestMs = Math.max(newestMs, modifiedMs);
  }
  return { newest: new Date(newestMs) };
}

function requireName({ name }: TreeNode, path: string): void {
  const bad =
    name === ''
      ? 'is empty'
      : name === '.' || name === '..'
        ? 'means another folder'
        : /[/\0]/.test(name)
          ? 'has a slash or a NUL in it'
          : Buffer.byteLength(name) > LONGEST_NAME_BYTES
            ? `has more than ${LONGEST_NAME_BYTES} bytes in UTF-8`
            : undefined;
  if (bad !== undefined) throw unusable(`the name of "${path}" ${bad}`, 'Give it another name', path);
}

function requireDistinct({ children }: TreeFolder, path: string): void {
  const names = new Set<string>();
  for (const { name } of children) {
    if (names.has(name)) throw unusable(`"${path}" has two entries named "${name}"`, 'Rename one of them', path);
    names.add(name);
  }
}

function requireLength({ lengthBytes }: TreeFile, path: string, level: number): void {
  if (!Number.isSafeInteger(lengthBytes) || lengthBytes < 0) {
    throw unusable(`${path} has a length of ${lengthBytes} bytes`, 'Give a whole number of bytes', path);
  }
  if (level === 3 || lengthBytes <= LONGEST_SECTION_BYTES) return;
  throw unusable(
    `${path} has ${lengthBytes} bytes, and at level ${level} a file must be shorter than 4 GiB`,
    'Use level 3, which divides it into sections',
    path,
  );
}

function requireTarget(target: string, path: string): void {
  if (target !== '' && !target.includes('\0')) return;
  throw unusable(`the symbolic link ${path} has no usable target`, 'Leave it out', path);
}
