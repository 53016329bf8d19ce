import { encodeSense } from '../../src/scsi/sense.ts';
import { breakChain } from '../../src/transport/chain.ts';
import type { AnsweredReply, Clock, ScsiReply, ScsiRequest, ScsiTransport } from '../../src/transport/transport.ts';

/** Answers a request itself, or passes it on with `next`. */
export type Tamper = (request: ScsiRequest, next: () => Promise<ScsiReply>) => Promise<ScsiReply> | ScsiReply;

/** Answers the commands of one opcode, given how many of them have come; the others go to the drive. */
export function on(
  opcode: number,
  answer: (count: number, next: () => Promise<ScsiReply>) => Promise<ScsiReply> | ScsiReply,
): Tamper {
  let count = 0;
  return (request, next) => (request.cdb[0] === opcode ? answer(++count, next) : next());
}

/** Sits between a program and a drive, records every command and lets a test answer in the drive's place. */
export class TamperedTransport implements ScsiTransport {
  readonly cdbs: Uint8Array[] = [];
  /** Data-out of every command but WRITE, in order, undefined where there was none. */
  readonly parameters: (Uint8Array | undefined)[] = [];
  readonly events: string[] = [];
  tamper: Tamper;
  readonly #inner: ScsiTransport;

  constructor(inner: ScsiTransport, tamper: Tamper = (_request, next) => next()) {
    this.#inner = inner;
    this.tamper = tamper;
  }

  get path(): string {
    return this.#inner.path;
  }
  get maxTransferBytes(): number {
    return this.#inner.maxTransferBytes;
  }
  get clock(): Clock {
    return this.#inner.clock;
  }
  get simulated(): boolean {
    return this.#inner.simulated;
  }

  async send(request: ScsiRequest): Promise<ScsiReply> {
    if (request.chain !== undefined && Atomics.load(request.chain.broken, 0) !== 0) return { outcome: 'skipped' };
    this.cdbs.push(request.cdb.slice());
    const isWrite = request.cdb[0] === 0x2a;
    this.parameters.push(request.data.direction === 'out' && !isWrite ? request.data.bytes.slice() : undefined);
    const reply = await this.tamper(request, () => this.#inner.send(request));
    if (reply.outcome === 'answered' && reply.status !== 0x00 && request.chain !== undefined) {
      breakChain(request.chain);
    }
    return reply;
  }

  takeExclusive(owner: string): Promise<void> {
    this.events.push(`exclusive ${owner}`);
    return this.#inner.takeExclusive(owner);
  }
  releaseExclusive(): Promise<void> {
    this.events.push('shared');
    return this.#inner.releaseExclusive();
  }
  close(): Promise<void> {
    this.events.push('closed');
    return this.#inner.close();
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  /** The opcodes sent so far. */
  get opcodes(): number[] {
    return this.cdbs.map((cdb) => cdb[0] ?? 0);
  }

  sent(opcode: number): Uint8Array[] {
    return this.cdbs.filter((cdb) => cdb[0] === opcode);
  }

  /** Every page that MODE SELECT(10) sent with this code, header included. */
  selectedPages(code: number): Uint8Array[] {
    return this.parameters
      .filter((bytes, index): bytes is Uint8Array => bytes !== undefined && this.cdbs[index]?.[0] === 0x55)
      .map((bytes) => bytes.subarray(8))
      .filter((page) => ((page[0] ?? 0) & 0x3f) === code);
  }
}

const answered = { outcome: 'answered', data: new Uint8Array(), durationMs: 0, resends: 0 } as const;

export const good = (data: Uint8Array = new Uint8Array()): AnsweredReply => ({
  ...answered,
  status: 0x00,
  sense: new Uint8Array(),
  data,
});

/** CHECK CONDITION with this sense; `more` adds information, progress, deferred or a field pointer. */
export const checkCondition = (
  key: number,
  asc: number,
  ascq: number,
  more: Partial<Parameters<typeof encodeSense>[0]> = {},
): AnsweredReply => ({ ...answered, status: 0x02, sense: encodeSense({ key, asc, ascq, ...more }) });

/** Runs a generator to its end and keeps what it yielded. */
export async function drainGenerator<Y, R>(generator: AsyncGenerator<Y, R>): Promise<{ yielded: Y[]; result: R }> {
  const yielded: Y[] = [];
  for (;;) {
    const next = await generator.next();
    if (next.done) return { yielded, result: next.value };
    yielded.push(next.value);
  }
}
