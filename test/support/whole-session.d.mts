export interface SentCommand {
  readonly cdb: Buffer;
  readonly data: Buffer;
  readonly status: number;
}

export interface WholeSession {
  readonly order: string;
  readonly page: string;
  readonly cueSheet: readonly string[];
  readonly packs: readonly string[];
  readonly leadIn: string;
  readonly program: string;
  readonly programCrc32: string;
}

export function wholeSessionOf(commands: readonly SentCommand[]): WholeSession;
