import type { TreeFolder, TreeNode } from '../tree/model.ts';

/** A node that may be extracted, and where. */
export interface Extractable {
  /** From the target folder, with slashes. */
  readonly path: string;
  readonly node: TreeNode;
}

/** A file, folder or link that was not extracted, and why. */
export interface SkippedNode {
  readonly path: string;
  readonly reason: string;
}

/** What names must not have on Windows. */
const NOT_ON_WINDOWS = /[<>:"/\\|?*\0]|[. ]$|^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Why a name cannot be that of a file here, or undefined. */
export function unsafeName(name: string, platform: string = process.platform): string | undefined {
  if (name === '' || name === '.' || name === '..') return `"${name}" is not the name of a file`;
  if (/[/\0]/.test(name)) return 'its name has a slash or a NUL in it';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: Windows refuses these
  if (platform === 'win32' && (NOT_ON_WINDOWS.test(name) || /[\u0000-\u001f]/.test(name)))
    return 'Windows does not allow its name';
  return undefined;
}

/**
 * Why a symbolic link would lead out of the target folder, or undefined. Only parts at the start may lead up: what is below a folder may be
 * another link.
 * @param path of the link, from the target folder
 */
export function unsafeTarget(path: string, target: string): string | undefined {
  if (target === '') return 'it leads nowhere';
  if (target.startsWith('/') || /^[a-z]:|\\/i.test(target)) return `it leads to ${target}, outside the target folder`;
  const parts = target.split('/').filter((part) => part !== '' && part !== '.');
  const ups = parts.findIndex((part) => part !== '..');
  const leading = ups === -1 ? parts.length : ups;
  const depth = path.split('/').length - 1;
  if (leading > depth || parts.slice(leading).includes('..'))
    return `it leads to ${target}, which may be outside the target folder`;
  return undefined;
}

/** What can be extracted of a tree, each folder before its contents, and what cannot. */
export function extractable(root: TreeFolder): {
  readonly nodes: readonly Extractable[];
  readonly skipped: readonly SkippedNode[];
} {
  const nodes: Extractable[] = [];
  const skipped: SkippedNode[] = [];
  const open: { readonly folder: TreeFolder; readonly path: string }[] = [{ folder: root, path: '' }];
  for (const { folder, path } of open) {
    const names = new Set<string>();
    for (const node of folder.children) {
      const childPath = path === '' ? node.name : `${path}/${node.name}`;
      const reason =
        unsafeName(node.name) ??
        (names.has(node.name) ? 'another entry has the same name' : undefined) ??
        (node.kind === 'device' ? 'it is a device or a pipe' : undefined) ??
        (node.kind === 'link' ? unsafeTarget(childPath, node.target) : undefined);
      names.add(node.name);
      if (reason !== undefined) skipped.push({ path: childPath, reason });
      else {
        nodes.push({ path: childPath, node });
        if (node.kind === 'folder') open.push({ folder: node, path: childPath });
      }
    }
  }
  return { nodes, skipped };
}
