import { openFileSystem } from '../../src/filesystem/open-file-system.ts';
import { UdfFileSystem } from '../../src/filesystem/udf/udf-file-system.ts';
import { UDF_REVISIONS, type UdfImageOptions } from '../../src/image/index.ts';
import { blocksOf } from './support.ts';

/** Every way of writing UDF. */
export const WAYS: readonly UdfImageOptions[] = [
  ...UDF_REVISIONS.map((revision) => ({ revision })),
  { revision: '2.01', embedFiles: false },
  { revision: '2.50', metadataMirror: false },
  { revision: '1.50', virtual: true },
  { revision: '2.00', virtual: true },
  { revision: '2.01', virtual: true },
];
export const inWords = ({ revision, ...others }: UdfImageOptions): string => `${revision} ${JSON.stringify(others)}`;

export async function opened(bytes: Uint8Array, startBlock = 0): Promise<UdfFileSystem> {
  const found = await openFileSystem(blocksOf(bytes, startBlock), { names: 'udf', sessionStart: startBlock });
  if (!(found instanceof UdfFileSystem)) throw new Error('no UDF');
  return found;
}

export async function problemsIn(fileSystem: UdfFileSystem) {
  const found = [];
  for await (const problem of fileSystem.check()) found.push(problem);
  return found;
}
