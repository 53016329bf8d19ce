import { currentSenseTriple } from '../../src/transport/sense-triple.ts';
import type {
  AnsweredReply,
  Clock,
  ScsiReply,
  ScsiRequest,
  ScsiTransport,
  SenseTriple,
} from '../../src/transport/transport.ts';
import type { TransportError } from '../../src/transport/transport-error.ts';

export const answered = (changes: Partial<AnsweredReply> = {}): AnsweredReply => ({
  outcome: 'answered',
  status: 0x00,
  sense: new Uint8Array(),
  data: new Uint8Array(),
  durationMs: 2,
  resends: 0,
  ...changes,
});

export type Script = (request: ScsiRequest) => ScsiReply | TransportError;

/**
 * Answers one request after the other, each after its duration, on a clock that only answers and sleeping advance. Answers
 * come in later turns of the event loop, so that requests queue.
 */
export class ScriptedTransport implements ScsiTransport {
  readonly path = '/dev/sr0';
  readonly maxTransferBytes = 65_536;
  readonly simulated = false;
  readonly events: string[] = [];
  readonly clock: Clock = {
    now: () => this.#now,
    sleep: async (milliseconds) => {
      this.#now += milliseconds;
    },
  };
  readonly #script: Script;
  #now = 1_000;
  #queue: Promise<unknown> = Promise.resolve();

  constructor(script: Script) {
    this.#script = script;
  }

  send(request: ScsiRequest): Promise<ScsiReply> {
    const answer = this.#queue.then(async () => {
      await new Promise((resolve) => setImmediate(resolve));
      const reply = this.#script(request);
      if (reply instanceof Error) throw reply;
      if (reply.outcome === 'answered') this.#now += reply.durationMs;
      return reply;
    });
    this.#queue = answer.catch(() => {});
    return answer;
  }

  async takeExclusive(owner: string): Promise<void> {
    this.events.push(`take ${owner}`);
  }

  async releaseExclusive(): Promise<void> {
    this.events.push('release');
  }

  async close(): Promise<void> {
    this.events.push('close');
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }
}

export const senseOf = (reply: ScsiReply): SenseTriple | undefined =>
  reply.outcome === 'answered' ? currentSenseTriple(reply.sense) : undefined;
