import { membersInJson } from '../../json-values.ts';

/** The blocks of one file (IProgressItem, 2C941FD5-975B-59BE-A960-9A2A262853A5). */
export class ProgressItem {
  /** IProgressItem::get_Description. The path of the file: `\FOLDER\FILE.TXT`. */
  readonly description: string;
  /** IProgressItem::get_FirstBlock. Counted from the start of the image. */
  readonly firstBlock: number;
  /** IProgressItem::get_BlockCount. */
  readonly blockCount: number;

  constructor(description: string, firstBlock: number, blockCount: number) {
    this.description = description;
    this.firstBlock = firstBlock;
    this.blockCount = blockCount;
  }

  /** IProgressItem::get_LastBlock. */
  get lastBlock(): number {
    return this.firstBlock + this.blockCount - 1;
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['description', 'firstBlock', 'lastBlock', 'blockCount']);
  }
}
