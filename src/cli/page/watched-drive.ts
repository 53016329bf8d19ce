import {
  Drive,
  type DriveGlance,
  discStateInWords,
  readDiscState,
  type ScsiTransport,
  SenseKey,
  type ServingDrive,
} from '../../index.ts';
import { discMap, discPicture } from '../../picture/index.ts';
import { describeExchange, RecordingTransport, type TraceEntry, tracedSense } from '../../trace/index.ts';
import { CommandLines } from './command-lines.ts';
import { SpeedGraph } from './speed-graph.ts';

/** What the page shows. */
export interface PageState {
  readonly phase: string;
  readonly facts: readonly (readonly [name: string, value: string])[];
  /** The last commands in words, the newest first. */
  readonly lines: readonly string[];
  /** The last answer that was an error, in words; empty if there was none. */
  readonly trouble: string;
  /** Points of lines in a picture of {@link SpeedGraph}'s size. */
  readonly speed: string;
  readonly buffer: string;
  readonly graphWords: string;
  /** An SVG document. */
  readonly map: string;
}

/** What the commands mean for somebody who watches; others belong to the phase before them. */
const PHASES: Readonly<Record<string, string>> = {
  'WRITE(10)': 'writing',
  'WRITE(12)': 'writing',
  'SEND OPC INFORMATION': 'calibrating the laser',
  'SEND CUE SHEET': 'preparing the session',
  'RESERVE TRACK': 'preparing the session',
  'SYNCHRONIZE CACHE(10)': 'emptying the buffer',
  'CLOSE TRACK/SESSION': 'closing',
  'READ CD': 'reading',
  'READ(10)': 'reading',
  'READ(12)': 'reading',
  BLANK: 'erasing',
  'FORMAT UNIT': 'formatting',
};
/** After so long without a command, nobody uses the drive. */
const IDLE_MS = 1_500;

/** Follows what other programs do with a served drive. It sends the drive nothing. */
export class WatchedDrive {
  readonly #lines = new CommandLines();
  readonly #graph = new SpeedGraph();
  #serving: ServingDrive | undefined;
  #phase = 'in use';
  #trouble = '';
  #programs = 0;
  #commands = 0;
  #writtenBytes = 0;
  #lastMs = 0;
  #version = 0;
  #map: { readonly version: number; readonly text: string } = { version: -1, text: '' };

  /** For {@link serveDrive}: what stands between a program and the drive. */
  readonly through = (program: ScsiTransport): ScsiTransport => {
    this.#programs++;
    this.#version++;
    return new RecordingTransport(program, (line) => this.#notice(JSON.parse(line) as TraceEntry), {
      readDataLimitBytes: 0,
      onClosed: () => {
        this.#programs--;
        this.#version++;
      },
    });
  };

  watch(serving: ServingDrive): void {
    this.#serving = serving;
  }

  /** Changes whenever something has happened. */
  get version(): string {
    return `${this.#version} ${this.#isIdle}`;
  }

  async state(): Promise<PageState> {
    const glance = this.#serving?.look();
    const fill = glance === undefined ? 0 : glance.bufferedBytes / glance.bufferBytes;
    return {
      phase: this.#isIdle ? 'idle' : this.#phase,
      facts: [
        ['programs', String(this.#programs)],
        ['commands', String(this.#commands)],
        ['written', `${(this.#writtenBytes / 1e6).toFixed(1)} MB`],
        ['speed', this.#isIdle ? 'none' : `${(this.#graph.newest / 1e6).toFixed(1)} MB/s`],
        ['buffer', `${Math.round(100 * fill)} %`],
        ["drive's time", `${((glance?.nowMs ?? 0) / 1_000).toFixed(1)} s`],
      ],
      lines: this.#lines.newestFirst(),
      trouble: this.#trouble,
      ...this.#graph.drawn(),
      map: await this.#drawnMap(glance),
    };
  }

  get #isIdle(): boolean {
    return performance.now() - this.#lastMs > IDLE_MS || this.#commands === 0;
  }

  async #drawnMap(glance: DriveGlance | undefined): Promise<string> {
    if (glance?.disc === undefined) return '';
    const version = this.#version;
    if (this.#map.version !== version) {
      // A saved disc may be damaged: then there is no picture of it, and the drive is served all the same.
      const text = await pictureOf(new Drive(glance.disc)).catch(() => '');
      this.#map = { version, text };
    }
    return this.#map.text;
  }

  #notice(entry: TraceEntry): void {
    if (entry.type !== 'exchange') return;
    this.#version++;
    this.#commands++;
    this.#lastMs = performance.now();
    const glance = this.#serving?.look();
    const words = describeExchange(entry).replace(/^\s*[\d.]+ s\s+#\d+\s+/, '');
    const name = /^[^:;]*/.exec(words)?.[0] ?? '';
    this.#phase = PHASES[name] ?? this.#phase;
    const line = `${((glance?.nowMs ?? 0) / 1_000).toFixed(3)} s  ${words}`;
    this.#lines.add(name, line);
    if (isTrouble(entry)) this.#trouble = line;
    if (glance === undefined || entry.outcome !== 'answered' || entry.status !== 0) return;
    if (name.startsWith('WRITE(') && entry.out !== undefined) {
      const bytes = typeof entry.out === 'string' ? entry.out.length / 2 : entry.out.bytes;
      this.#writtenBytes += bytes;
      this.#graph.add(glance.nowMs, bytes, glance.bufferedBytes / glance.bufferBytes);
    }
  }
}

async function pictureOf(drive: Drive): Promise<string> {
  const state = await readDiscState(drive);
  return discPicture(discMap(state), { title: discStateInWords(state) });
}

/** An error that somebody should see: not that the drive is busy, or that the disc was changed. */
function isTrouble(entry: TraceEntry): boolean {
  if (entry.type !== 'exchange' || entry.outcome === 'skipped') return false;
  if (entry.outcome === 'failed') return true;
  if (entry.status === 0) return false;
  const key = tracedSense(entry)?.key;
  return key !== SenseKey.NotReady && key !== SenseKey.UnitAttention;
}
