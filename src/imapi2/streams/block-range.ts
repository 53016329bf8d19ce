import { membersInJson } from '../../json-values.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import type { IBlockRange } from '../interfaces/index.ts';

/** A range of sectors, as IMAPI2's BlockRange. */
export class BlockRange implements IBlockRange {
  readonly startLba: number;
  readonly endLba: number;

  /**
   * @param startLba the first sector
   * @param endLba the last one
   * @throws E_INVALIDARG
   */
  constructor(startLba: number, endLba: number) {
    if (!Number.isSafeInteger(startLba) || !Number.isSafeInteger(endLba) || endLba < startLba) {
      throw new ImapiError(HResult.E_INVALIDARG, {
        member: 'BlockRange',
        remedy: 'Give the first and the last sector.',
      });
    }
    this.startLba = startLba;
    this.endLba = endLba;
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['startLba', 'endLba']);
  }
}
