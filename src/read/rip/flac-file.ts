import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { CD_BITS_PER_SAMPLE, CD_CHANNELS, CD_SAMPLE_RATE_HZ } from '../../cd/digital-audio.ts';
import { findProgram } from '../../find-program.ts';
import { fileSystemError, ImageError } from '../../image/image-error.ts';
import { giveName, partialName } from '../../image/whole-file.ts';
import { LibFlacFile } from './libflac-file.ts';
import { hasLibFlac, LIBFLAC_PACKAGE } from './load-libflac.ts';

const PROGRAM = 'flac';
/** Characters of its messages that are kept. */
const MOST_SAID = 300;
/** The program is given samples without a header. */
const ARGUMENTS = [
  '--silent', // errors only
  '--force-raw-format',
  '--endian=little',
  '--sign=signed',
  `--channels=${CD_CHANNELS}`,
  `--bps=${CD_BITS_PER_SAMPLE}`,
  `--sample-rate=${CD_SAMPLE_RATE_HZ}`,
];

/** The path of the program; undefined where it is not, or does not run. */
async function flacProgram(): Promise<string | undefined> {
  const program = await findProgram(PROGRAM);
  return program !== undefined && (await isRunnable(program)) ? program : undefined;
}

/** Throws ImageError of kind `encoder` unless this machine has an encoder: the program, or the package. */
export async function requireFlac(): Promise<void> {
  if (hasLibFlac() || (await flacProgram()) !== undefined) return;
  throw new ImageError({
    kind: 'encoder',
    reason: `neither the program flac, which makes FLAC files, nor the package ${LIBFLAC_PACKAGE} is on this machine`,
    remedy: `Install one of them (Debian: apt install flac; npm install ${LIBFLAC_PACKAGE}), or rip to WAV files (--format wav)`,
  });
}

/** A FLAC file that is being made: by the program, which has a processor of its own, or without it in this process. */
export async function createFlacFile(path: string, overwrite: boolean): Promise<FlacFile | LibFlacFile> {
  const program = await flacProgram();
  return program === undefined ? LibFlacFile.create(path, overwrite) : FlacFile.create(program, path, overwrite);
}

async function isRunnable(program: string): Promise<boolean> {
  const child = spawn(program, ['--version'], { stdio: 'ignore', windowsHide: true });
  return new Promise<boolean>((resolve) => {
    child.once('error', () => resolve(false));
    child.once('close', (code) => resolve(code === 0));
  });
}

/** A FLAC file that appears under its name only when it is complete. The program `flac` makes it. */
export class FlacFile implements AsyncDisposable {
  readonly path: string;
  readonly #partialPath: string;
  readonly #overwrite: boolean;
  readonly #child: ChildProcess;
  readonly #ended: Promise<number>;
  #failure: Error | undefined;
  /** What the program says is wrong. */
  #said = '';
  #committed = false;

  static create(program: string, path: string, overwrite: boolean): FlacFile {
    return new FlacFile(program, path, overwrite);
  }

  private constructor(program: string, path: string, overwrite: boolean) {
    this.path = path;
    this.#partialPath = partialName(path);
    this.#overwrite = overwrite;
    this.#child = spawn(program, [...ARGUMENTS, '-o', this.#partialPath, '-'], {
      stdio: ['pipe', 'ignore', 'pipe'],
      windowsHide: true,
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-MOST_SAID);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.once('error', (error) => {
        this.#failure = error;
        resolve(-1);
      });
      this.#child.once('close', (code) => resolve(code ?? -1));
    });
    // Its messages say what was wrong; without a listener, a pipe that it closed early would end this process.
    this.#child.stdin?.on('error', (error) => {
      this.#failure ??= error;
    });
  }

  /** @throws ImageError */
  async write(bytes: Uint8Array): Promise<void> {
    if (this.#failure !== undefined) throw this.#failed(await this.#ended);
    const { stdin } = this.#child;
    if (stdin === null || stdin.write(bytes)) return;
    await Promise.race([once(stdin, 'drain').catch(() => {}), this.#ended]);
  }

  /** @throws ImageError */
  async commit(): Promise<void> {
    this.#child.stdin?.end();
    const code = await this.#ended;
    if (code !== 0) throw this.#failed(code);
    await giveName(this.#partialPath, this.path, this.#overwrite);
    this.#committed = true;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#committed) return;
    this.#child.kill('SIGKILL');
    await this.#ended;
    await rm(this.#partialPath, { force: true });
  }

  /** @param code of its end; of a program that closed its input, only its own words say why */
  #failed(code: number): ImageError {
    const said = this.#said.replace(/\s+/g, ' ').trim();
    if (said !== '') return fileSystemError(this.path, new Error(`the program ${PROGRAM} says: ${said}`));
    return fileSystemError(
      this.path,
      this.#failure ?? new Error(`the program ${PROGRAM} ended with exit code ${code}`),
    );
  }
}
