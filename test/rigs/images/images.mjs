// Making and opening images with discwright.
import { ImageBlocks, openFileSystem, planIsoImage, treeFromFolder, writeImage } from '../../../dist/image/index.js';

export const BLOCK = 2_048;
export const env = { ...process.env, TZ: 'UTC', LC_ALL: 'C.UTF-8' };
export const POSIX = { modes: true, dates: true, folderDates: true, links: true };

export async function makeImage(folder, path, options = {}) {
  const image = await planIsoImage(await treeFromFolder(folder), options);
  for await (const _ of writeImage(image, path));
  return image;
}

export async function withImage(path, sessionStart, use, names) {
  const blocks = await ImageBlocks.open(path);
  try {
    return await use(await openFileSystem(blocks, { sessionStart, ...(names === undefined ? {} : { names }) }));
  } finally {
    await blocks.close();
  }
}

export async function problemsOf(path, sessionStart = 0) {
  return withImage(path, sessionStart, async (fileSystem) => {
    const found = [];
    for await (const problem of fileSystem.check()) found.push(problem);
    return found;
  });
}
