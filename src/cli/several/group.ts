import { NotConfirmedError } from '../cli-error.ts';
import { ExitCode } from '../exit-codes.ts';
import { Barrier } from './barrier.ts';

/** What one drive is waiting with, until all of them can be written. */
export interface Ready {
  /** It is a real drive, and no `--yes` was given. */
  readonly mustAsk: boolean;
  /** What will happen, as a sentence. */
  readonly describe: () => Promise<string>;
}

/**
 * Several drives with which the same is done. No disc is written before all of them can be, and one question is asked for all.
 * After that each goes on by itself.
 */
export class Group {
  readonly #confirmed: Barrier<Ready>;
  readonly #planned: Barrier<undefined>;
  readonly #count: number;
  readonly #ask: (question: string) => Promise<boolean>;
  #failed: string | undefined;
  #refused = false;

  /** @param ask for the last yes */
  constructor(devices: readonly string[], ask: (question: string) => Promise<boolean>) {
    this.#ask = ask;
    this.#count = devices.length;
    this.#confirmed = new Barrier(devices, (ready) => this.#askForAll(ready));
    this.#planned = new Barrier(devices, async () => this.#requireNoFailure());
  }

  /** Nothing was written with any drive: one of them could not be used, or the user said no. */
  get refused(): boolean {
    return this.#refused;
  }

  /** Waits until all drives are ready, and the user has said yes. @throws NotConfirmedError */
  confirm(device: string, ready: Ready): Promise<void> {
    return this.#confirmed.arrive(device, ready);
  }

  /** Waits until it is known of all discs that they can be written. @throws NotConfirmedError if one cannot be */
  planned(device: string): Promise<void> {
    return this.#planned.arrive(device, undefined);
  }

  /** The work with this drive has ended. */
  end(device: string, exitCode: ExitCode): void {
    if (exitCode !== ExitCode.Done) this.#failed ??= device;
    this.#confirmed.leave(device);
    this.#planned.leave(device);
  }

  async #askForAll(ready: ReadonlyMap<string, Ready>): Promise<void> {
    this.#requireNoFailure();
    const asked = [...ready].filter(([, { mustAsk }]) => mustAsk);
    if (asked.length === 0) return;
    const lines = await Promise.all(asked.map(async ([device, { describe }]) => `  ${device}: ${await describe()}`));
    const question = `With ${this.#count} drives at the same time:\n${lines.join('\n')}\nContinue?`;
    if (await this.#ask(question)) return;
    this.#refused = true;
    throw new NotConfirmedError('not confirmed', 'Nothing was written');
  }

  #requireNoFailure(): void {
    if (this.#failed === undefined) return;
    this.#refused = true;
    throw new NotConfirmedError(`${this.#failed} cannot be used`, 'Nothing was written with any of the drives');
  }
}
