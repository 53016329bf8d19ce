import type { UdfPart } from '../../udf/layout/udf-part.ts';
import type { Content } from './content.ts';
import type { Structure } from './image-reader.ts';

/**
 * Places files one after another, and the mirror of UDF's metadata before the last of them: far from the metadata, and not after all files,
 * where 7-Zip takes the volume for one that ends too early.
 * @returns them in their order, and the block after them
 */
export function placeFiles(
  files: readonly Content[],
  start: number,
  udf: UdfPart | undefined,
): { readonly parts: (Structure | Content)[]; readonly end: number } {
  const parts: (Structure | Content)[] = [];
  let next = start;
  const placeMirror = (): void => {
    if (udf === undefined) return;
    next = udf.placeMirror(next);
    parts.push(...udf.mirror());
  };
  const last = files.findLastIndex(({ blocks }) => blocks > 0);
  for (const [index, content] of files.entries()) {
    if (index === last) placeMirror();
    content.place(next);
    next += content.blocks;
    parts.push(content);
  }
  if (last < 0) placeMirror();
  return { parts, end: next };
}
