import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { planIsoImage, type TreeFolder } from '../../../src/image/index.ts';
import { type Drive, exportIso, type IsoOptions, type IsoResult, type TrackSource } from '../../../src/index.ts';
import { noise, sourceOf } from '../../support/sources.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

export const BLOCK = 2_048;

export const tree = (blocks: number, seed = 1): TreeFolder => ({
  kind: 'folder',
  name: '',
  modified: new Date(1e12),
  children: [
    {
      kind: 'file',
      name: 'noise.bin',
      lengthBytes: blocks * BLOCK,
      openReader: sourceOf(noise(blocks * BLOCK, seed)).openReader,
    },
  ],
});

/** A file system with one file, which it does not end with zeros. */
export async function fileSystem(blocks: number, startBlock = 0): Promise<TrackSource & { readonly bytes: Buffer }> {
  const image = await planIsoImage(tree(blocks), { startBlock, padBlocks: 0 });
  const bytes = Buffer.alloc(image.lengthBytes);
  const reader = await image.openReader();
  for (let at = 0; at < bytes.length; ) at += await reader.read(bytes.subarray(at));
  await reader.close();
  return { ...sourceOf(bytes), bytes };
}

export interface Exported extends IsoResult {
  readonly bytes: Buffer;
}

/** What is in the file, once its digest is known to be right. */
export async function exported(drive: Drive, options: Partial<IsoOptions> = {}): Promise<Exported> {
  const path = join(temporaryFolder(), 'disc.iso');
  const result = await exportIso(drive, { path, ...options });
  const bytes = readFileSync(path);
  const digest = createHash('sha256').update(bytes).digest('hex');
  if (digest !== result.sha256 || bytes.length !== result.lengthBlocks * BLOCK) throw new Error('not this file');
  return { ...result, bytes };
}

/** The bytes of a whole number of blocks, with as many of zeros after them. */
export const padded = (bytes: Uint8Array, blocks: number): Buffer => {
  const all = Buffer.alloc(blocks * BLOCK);
  all.set(bytes);
  return all;
};
