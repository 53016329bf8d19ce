import { TagId, validTag } from '../filesystem/udf/tag.ts';

const LAST: readonly (number | undefined)[] = [TagId.Anchor, TagId.FileEntry, TagId.ExtendedFileEntry];

/** Whether a block is one by which UDF is found at the end of a volume. */
export const isUdfEnd = (block: Uint8Array): boolean => LAST.includes(validTag(block)?.id);
