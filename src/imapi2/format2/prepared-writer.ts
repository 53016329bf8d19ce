import { ImapiError } from '../core/imapi-error.ts';
import type { SharedDrive } from '../core/shared-drive.ts';
import { variantBool } from '../core/variant-bool.ts';
import { AbandonedWriters, type Prepared, type Session } from './abandoned-writers.ts';
import { DiscFormatWriter } from './disc-format-writer.ts';

/** From prepareMedia to releaseMedia. */
export interface PreparedSession extends Session {
  /** For what is written next. */
  bufferUnderrunFree: boolean;
}

const abandoned = new AbandonedWriters();

/**
 * What the writers have in common that prepare a disc, write it and release it. Like a COM object that nobody refers to any
 * more, one that is garbage while its disc is prepared releases the drive, with a warning of the process.
 */
export abstract class PreparedWriter<Writer, Progress>
  extends DiscFormatWriter<Writer, Progress>
  implements AsyncDisposable
{
  protected abstract readonly writeInProgress: number;
  protected abstract readonly writeNotInProgress: number;
  protected abstract readonly mediaIsPrepared: number;
  protected abstract readonly mediaIsNotPrepared: number;
  readonly #prepared: Prepared<PreparedSession>;
  #bufferUnderrunFreeDisabled = false;

  /** @param what the class, for the warning about an object that was abandoned */
  protected constructor(what: string) {
    super();
    this.#prepared = abandoned.watch(this, what);
  }

  prepareMedia(): Promise<void> {
    return this.call('prepareMedia()', async (member) => {
      const shared = this.requireDrive(member, this.noRecorder);
      this.requireUnprepared(member);
      const open = () => shared.ask(() => this.open(shared, this.recorder ?? {}));
      await this.activity.during('preparing', open, (session) => {
        this.#prepared.session = session;
      });
    });
  }

  releaseMedia(): Promise<void> {
    return this.call('releaseMedia()', async (member) => {
      this.requireNoWrite(member);
      const session = this.requirePrepared(member);
      await this.activity.during(
        'releasing',
        () => this.release(session),
        () => {
          this.#prepared.session = undefined;
        },
      );
    });
  }

  get bufferUnderrunFreeDisabled(): boolean {
    return this.#bufferUnderrunFreeDisabled;
  }

  set bufferUnderrunFreeDisabled(value: boolean) {
    const member = 'bufferUnderrunFreeDisabled';
    const disabled = variantBool(value, member);
    const session = this.requirePrepared(member);
    this.requireNoWrite(member);
    this.#bufferUnderrunFreeDisabled = disabled;
    session.bufferUnderrunFree = !disabled;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cancel?.abort();
    await this.activity.ended;
    const session = this.session;
    this.#prepared.session = undefined;
    await session?.[Symbol.asyncDispose]();
  }

  protected abstract open(shared: SharedDrive, recorder: object): Promise<PreparedSession>;
  protected abstract release(session: PreparedSession): Promise<void>;

  protected get session(): PreparedSession | undefined {
    return this.#prepared.session;
  }

  protected cancelWriting(member: string): void {
    if (this.activity.current !== 'writing') throw new ImapiError(this.writeNotInProgress, { member });
    this.cancel?.abort();
  }

  protected override requireSettable(member: string): void {
    this.requireNoWrite(member);
    this.requireUnprepared(member);
  }

  protected override requireNoWrite(member: string): void {
    if (this.activity.current === 'writing' || this.activity.current === 'releasing') {
      throw new ImapiError(this.writeInProgress, { member });
    }
  }

  protected requireUnprepared(member: string): void {
    if (this.session !== undefined || this.activity.current !== undefined) {
      throw new ImapiError(this.mediaIsPrepared, { member });
    }
  }

  protected requirePrepared(member: string): PreparedSession {
    if (this.session !== undefined) return this.session;
    throw new ImapiError(this.mediaIsNotPrepared, { member });
  }
}
