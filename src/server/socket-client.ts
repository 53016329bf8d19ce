import type { Socket } from 'node:net';
import { HostStatus } from '../transport/host-status.ts';
import { ScsiStatus } from '../transport/sam.ts';
import type { ScsiTransport } from '../transport/transport.ts';
import { TransportError } from '../transport/transport-error.ts';
import { type Control, encodeControlReply, encodeFarewell, Operation, Outcome, type WireFarewell } from './control.ts';
import { type ClientFrame, clientFrames } from './frames.ts';
import { LONGEST_TIMER_MS } from './longest-timer.ts';
import {
  encodeGreeting,
  encodeReply,
  hostStatusOf,
  MAX_TRANSFER_BYTES,
  type WireReply,
  type WireRequest,
} from './protocol.ts';
import { sendFrame } from './send-frame.ts';
import type { ServedDrive } from './served-drive.ts';
import { ProtocolError } from './wire.ts';

const NOTHING = new Uint8Array();

type Answer = Omit<WireReply, 'driverStatus' | 'nowMs'>;

/** One program that is connected to the server's socket. */
export class SocketClient {
  readonly #socket: Socket;
  readonly #drive: ServedDrive;
  readonly #gone = new AbortController();
  readonly #sleeps = new Set<Promise<void>>();
  /** Commands and sleeps that are not answered yet. */
  #unanswered = 0;
  #exclusive = false;
  #stopping = false;
  /** When it last asked for something or was answered. */
  lastActiveMs = performance.now();

  constructor(socket: Socket, drive: ServedDrive) {
    this.#socket = socket;
    this.#drive = drive;
    // A client that dies is not an error here: reading from it and writing to it end by themselves.
    socket.on('error', () => {});
    socket.on('close', () => this.#gone.abort());
  }

  /** Nothing would be lost if it were disconnected now. */
  get idle(): boolean {
    return this.#unanswered === 0 && !this.#exclusive;
  }

  /**
   * Answers until the client leaves or the server stops.
   * @throws ProtocolError
   */
  async serve(): Promise<void> {
    const socket = this.#socket;
    const program = this.#drive.connect();
    try {
      await this.#send(encodeGreeting(this.#greeting(program)));
      for await (const request of clientFrames(socket.iterator({ destroyOnReturn: false }))) {
        await this.#answer(program, request);
        if (this.#stopping) return;
      }
      await Promise.all(this.#sleeps);
    } finally {
      this.#gone.abort();
      await program.close();
      socket.destroySoon();
    }
  }

  /** Ends the connection as soon as the command in progress is answered. */
  stop(): void {
    this.#stopping = true;
    if (this.#unanswered === 0 || this.#sleeps.size === this.#unanswered) this.#socket.destroy();
  }

  /** Ends the connection; the client gets the reason. */
  dismiss(farewell: WireFarewell): void {
    this.#socket.write(encodeFarewell(farewell));
    this.#socket.destroySoon();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #greeting(program: ScsiTransport) {
    return {
      simulated: program.simulated,
      virtualTime: this.#drive.virtualTime,
      maxTransferBytes: MAX_TRANSFER_BYTES,
      nowMs: program.clock.now(),
    };
  }

  async #answer(program: ScsiTransport, request: ClientFrame): Promise<void> {
    const { frame } = request;
    if (frame === 'command') {
      await this.#counted(async () => this.#sendReply(program, await this.#execute(program, request)));
    } else if (request.operation === Operation.Sleep) {
      // Commands may follow while it sleeps.
      const sleep = this.#counted(() => this.#sleep(program, request))
        .catch(() => {}) // A lost connection also ends the loop that reads it.
        .finally(() => this.#sleeps.delete(sleep));
      this.#sleeps.add(sleep);
    } else {
      await this.#counted(() => this.#control(program, request));
    }
  }

  async #counted(action: () => Promise<void>): Promise<void> {
    this.#unanswered++;
    this.lastActiveMs = performance.now();
    try {
      await action();
    } finally {
      this.#unanswered--;
      this.lastActiveMs = performance.now();
    }
  }

  async #sleep(program: ScsiTransport, { id, milliseconds }: Control): Promise<void> {
    try {
      await program.clock.sleep(milliseconds, this.#gone.signal);
    } catch {
      return; // Nobody waits any more.
    }
    await this.#sendControlReply(program, id, Outcome.Done);
  }

  async #control(program: ScsiTransport, { id, operation, text }: Control): Promise<void> {
    if (operation === Operation.TakeExclusive) {
      try {
        await program.takeExclusive(text);
        this.#exclusive = true;
      } catch (error) {
        if (error instanceof RangeError) throw new ProtocolError(error.message);
        if (!(error instanceof TransportError)) throw error;
        return this.#sendControlReply(program, id, Outcome.Busy, error.reason);
      }
    }
    if (operation === Operation.ReleaseExclusive) {
      await program.releaseExclusive();
      this.#exclusive = false;
    }
    return this.#sendControlReply(program, id, Outcome.Done);
  }

  async #execute(program: ScsiTransport, { id, cdb, data, timeoutMs, sharesClock }: WireRequest): Promise<Answer> {
    const wantedBytes = data.direction === 'in' ? data.lengthBytes : 0;
    try {
      const request = { cdb, data, timeoutMs: timeoutMs || LONGEST_TIMER_MS };
      const reply = await this.#drive.send(program, request, sharesClock);
      if (reply.outcome === 'skipped') return failed(id, HostStatus.Error, wantedBytes);
      const { status, sense, durationMs } = reply;
      const residualBytes = Math.max(wantedBytes - reply.data.length, reply.residualBytes ?? 0);
      return { id, status, sense, data: reply.data, durationMs, residualBytes, hostStatus: HostStatus.Ok };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      return failed(id, hostStatusOf(error.kind), wantedBytes);
    }
  }

  #sendReply(program: ScsiTransport, answer: Answer): Promise<void> {
    return this.#send(encodeReply({ ...answer, nowMs: program.clock.now() }));
  }

  #sendControlReply(program: ScsiTransport, id: number, outcome: Outcome, text = ''): Promise<void> {
    const { statistics } = this.#drive.drive;
    return this.#send(encodeControlReply({ id, outcome, text, nowMs: program.clock.now(), statistics }));
  }

  #send(frame: Uint8Array): Promise<void> {
    return sendFrame(this.#socket, frame);
  }
}

const failed = (id: number, hostStatus: HostStatus, residualBytes: number): Answer => ({
  id,
  status: ScsiStatus.Good,
  hostStatus,
  sense: NOTHING,
  data: NOTHING,
  durationMs: 0,
  residualBytes,
});
