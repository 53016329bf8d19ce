import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';

/** The changes of a tree, which can be undone from the last one backwards. */
export class ChangeLog {
  #locked = 0;
  #undo: (() => void)[] = [];

  /** How many changes there were. */
  get point(): number {
    return this.#locked + this.#undo.length;
  }

  add(undo: () => void): void {
    this.#undo.push(undo);
  }

  /** Undoes what came after that change. @throws IMAPI_E_INVALID_PARAM */
  rollbackTo(point: number, member: string): void {
    if (!Number.isSafeInteger(point) || point < this.#locked || point > this.point) {
      const meaning = `the image can go back to change points ${this.#locked} to ${this.point}`;
      throw new ImapiError(HResult.IMAPI_E_INVALID_PARAM, {
        member,
        meaning,
        remedy: 'Give one that changePoint had.',
      });
    }
    while (this.point > point) this.#undo.pop()?.();
  }

  /** From now on, what was changed so far stays. */
  lockIn(): void {
    this.#locked = this.point;
    this.#undo = [];
  }
}
