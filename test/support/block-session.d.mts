export interface ReceivedCommand {
  readonly cdb: Uint8Array;
  /** What was sent to the drive. */
  readonly data: Uint8Array;
  readonly status: number;
}

/** A line of fixtures/golden/dvd-bd-runs.jsonl. */
export interface BlockStep {
  readonly cdb: string;
  readonly out?: string;
  readonly status: number;
  /** WRITEs of as many blocks that follow one another: how many there were. */
  readonly times?: number;
}

/** Fields of page 05h (MMC-6 7.5.4), by sdparm's names. */
export type PageFields = Readonly<Record<string, number>>;

export interface BlockAspects {
  readonly page: PageFields | undefined;
  readonly words: Readonly<Record<string, string>>;
}

export function blockStepsOf(commands: readonly ReceivedCommand[]): BlockStep[];
export function blockAspectsOf(steps: readonly BlockStep[]): BlockAspects;
