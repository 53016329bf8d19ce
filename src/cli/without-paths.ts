import { findInTree, type TreeFolder } from '../image/index.ts';
import { UsageError } from './cli-error.ts';

/** A tree without these files and folders. @throws UsageError for one that is not there */
export function withoutPaths(root: TreeFolder, paths: readonly string[]): TreeFolder {
  let tree = root;
  for (const path of paths) {
    const names = path.split('/').filter((name) => name !== '');
    if (names.length === 0 || findInTree(tree, path) === undefined)
      throw new UsageError(`there is no ${path} in the last session`, 'See `discwright iso list` with --device');
    tree = without(tree, names);
  }
  return tree;
}

function without(folder: TreeFolder, [name, ...rest]: readonly string[]): TreeFolder {
  return {
    ...folder,
    children: folder.children.flatMap((child) => {
      if (child.name !== name) return [child];
      return rest.length > 0 && child.kind === 'folder' ? [without(child, rest)] : [];
    }),
  };
}
