import type { TreeFolder, TreeNode } from './model.ts';

/**
 * An older tree with a newer one over it: folders of the same name are merged, anything else of the newer tree replaces what has its name.
 * The attributes of merged folders are those of the newer one.
 */
export function mergeTrees(older: TreeFolder, newer: TreeFolder): TreeFolder {
  const children = new Map<string, TreeNode>(older.children.map((child) => [child.name, child]));
  for (const child of newer.children) {
    const before = children.get(child.name);
    children.set(child.name, before?.kind === 'folder' && child.kind === 'folder' ? mergeTrees(before, child) : child);
  }
  return { ...older, ...newer, children: [...children.values()] };
}
