import { membersInJson } from '../../json-values.ts';
import type { AnyDisc } from './any-disc.ts';

/** What a log needs of a disc: its blocks are not in it. */
export abstract class DiscInJson {
  /** The kind of disc and what is on it, as plain data, for logs. */
  toJSON(this: this & AnyDisc): object {
    return membersInJson(this, ['kind', 'capacityBlocks', 'blank', 'complete', 'writing', 'damaged', 'readOnly']);
  }
}
