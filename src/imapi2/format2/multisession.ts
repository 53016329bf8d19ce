import { membersInJson } from '../../json-values.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import { variantBool } from '../core/variant-bool.ts';
import type { IDiscRecorder2 } from '../interfaces/index.ts';
import { type Answer, askMedium, requireKind } from './asked-medium.ts';
import { DATA_MEDIA, type DataMedium, isOverwritten } from './data-medium.ts';

/** What IMultisession says, of discs that are overwritten or of those that are written in sequence. */
export abstract class Multisession {
  readonly importRecorder: IDiscRecorder2;
  readonly #shared: SharedDrive;
  readonly #overwritten: boolean;
  #inUse = true;

  protected constructor(recorder: IDiscRecorder2, shared: SharedDrive, overwritten: boolean) {
    this.importRecorder = recorder;
    this.#shared = shared;
    this.#overwritten = overwritten;
  }

  get inUse(): boolean {
    return this.#inUse;
  }

  set inUse(value: boolean) {
    this.#inUse = variantBool(value, 'inUse');
  }

  get isSupportedOnCurrentMediaState(): Promise<boolean> {
    return askMedium(
      this.#shared,
      'isSupportedOnCurrentMediaState',
      (medium) =>
        DATA_MEDIA.includes(medium.type) && isOverwritten(medium) === this.#overwritten && this.takesMore(medium),
    );
  }

  /** Whether files can be added to a disc of this kind. */
  protected abstract takesMore(medium: DataMedium): boolean;

  /** @throws INVALID_MEDIA_STATE for a disc of the other kind */
  protected ask<T>(member: string, answer: Answer<T>): Promise<T> {
    return askMedium(this.#shared, member, (medium, name, drive) => {
      requireKind(medium, this.#overwritten, name);
      return answer(medium, name, drive);
    });
  }

  /** What it holds, as plain data, for logs. */
  toJSON(): object {
    return membersInJson(this, ['inUse', 'importRecorder']);
  }
}
