import { type FileHandle, open, readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Drive } from '../../index.ts';
import { commandFacts, commandFor } from '../../mmc/index.ts';
import { ReportedFailure, UsageError } from '../cli-error.ts';
import { confirmWriting } from '../confirm.ts';
import type { Context, ContextOf } from '../context.ts';
import { reportDrive } from '../disc-report.ts';
import { driveInWords } from '../disc-words.ts';
import { plural } from '../format.ts';
import { withExamples } from '../manual/examples.ts';
import { naming, refuseOption } from '../options.ts';
import { withDrive } from '../with-drive.ts';

interface RawOptions {
  readonly in?: number;
  readonly out?: string;
  readonly save?: string;
  readonly timeout?: number;
  readonly yes?: boolean;
}

/** CDBs of opcode groups 0 to 5 (SPC-4 4.3.1); groups 3, 6 and 7 may have others. */
const CDB_BYTES = [6, 10, 10, undefined, 16, 12] as const;
const OPCODES_OF_GROUP = 32;
const LONGEST_CDB_BYTES = 16;
const MOST_BYTES = 16_777_215;
const DEFAULT_TIMEOUT_S = 60;
const LONGEST_TIMEOUT_S = 86_400;
const BYTES_PER_ROW = 16;

const numberOf = (option: string, highest: number, unit: string) => (text: string) => {
  const number = Number(text);
  return Number.isSafeInteger(number) && number >= 0 && number <= highest
    ? number
    : refuseOption(option, `must be a number of ${unit}, at most ${highest}`);
};

export function addRaw(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('raw'), {
    INQUIRY: 'raw 12 00 00 00 60 00 --device /dev/sr0',
    'READ DISC INFORMATION, kept in a file':
      'raw 51 00 00 00 00 00 00 00 22 00 --save disc-information.bin --device /dev/sr0',
  })
    .description('send one command, and show what the drive answers, in words and in hex')
    .argument('<cdb...>', 'the command descriptor block in hex, such as 43 02 00 00 00 00 01 00 00 00')
    .option(
      '--in <bytes>',
      'how much the drive may send (default: as the command says)',
      numberOf('--in', MOST_BYTES, 'bytes'),
    )
    .option('--out <file>', 'send the bytes of this file with it', naming('--out', 'a file'))
    .option('--save <file>', 'write what the drive sends to this file', naming('--save', 'a file'))
    .option(
      '--timeout <s>',
      'seconds until the command is given up (default: as for the command, or 60)',
      numberOf('--timeout', LONGEST_TIMEOUT_S, 'seconds'),
    )
    .option('--yes', 'send a command that writes to a real drive without asking')
    .action(async (words: string[], options: RawOptions, self: Command) => {
      const cdb = cdbOf(words);
      const out = options.out === undefined ? undefined : await bytesOf(options.out);
      const context = contextOf(self);
      await using saved = options.save === undefined ? undefined : await newFile(options.save);
      await withDrive(context, (drive) => send(context, drive, cdb, { out, saved }, options), {
        graceful: true,
        writes: changesSomething(cdb, out),
      });
    });
}

/** @throws UsageError */
function cdbOf(words: readonly string[]): Uint8Array {
  const digits = words.join('').replaceAll(/[\s,]|0x/gi, '');
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits)) {
    throw new UsageError(`this is not a command in hexadecimal: ${words.join(' ')}`, 'Give two digits for each byte');
  }
  const cdb = Uint8Array.from(Buffer.from(digits, 'hex'));
  const wanted = CDB_BYTES[Math.floor((cdb[0] ?? 0) / OPCODES_OF_GROUP)];
  // Programs pad commands of 10 bytes to 12, as ATAPI does.
  if (cdb.length <= LONGEST_CDB_BYTES && cdb.length >= (wanted ?? 6)) return cdb;
  throw new UsageError(
    `the command has ${plural(cdb.length, 'byte')}, but opcode ${digits.slice(0, 2)}h has ${wanted ?? `6 to ${LONGEST_CDB_BYTES}`}`,
    'Give every byte of it, zeros too',
  );
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return Uint8Array.from(await readFile(path));
  } catch (error) {
    throw new UsageError(`--out: ${error instanceof Error ? error.message : String(error)}`, 'Nothing was sent');
  }
}

interface Files {
  /** What is sent. */
  readonly out: Uint8Array | undefined;
  /** For what the drive sends. */
  readonly saved: FileHandle | undefined;
}

/** Made before anything is sent. */
async function newFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'wx');
  } catch (error) {
    throw new UsageError(
      `--save: ${error instanceof Error ? error.message : String(error)}`,
      'Nothing was sent. Name a file that does not exist yet',
    );
  }
}

/** What is not known to leave disc and drive as they are. */
function changesSomething(cdb: Uint8Array, out: Uint8Array | undefined): boolean {
  const facts = commandFacts(cdb[0] ?? 0);
  return facts === undefined || facts.effect === 'writes' || facts.direction === 'out' || out !== undefined;
}

async function send(
  context: Context,
  drive: Drive,
  cdb: Uint8Array,
  { out, saved }: Files,
  { in: inBytes, save, timeout, yes }: RawOptions,
): Promise<void> {
  const identity = await reportDrive(drive);
  const changes = changesSomething(cdb, out);
  const name = commandFacts(cdb[0] ?? 0)?.name ?? 'A command that is not known here';
  if (changes) {
    await confirmWriting(
      context,
      drive,
      yes,
      async () => `${name} will be sent to ${driveInWords(identity)}, which may write to the disc or change settings.`,
    );
  }
  const { describeEntries, parseTrace, RecordingTransport } = await import('../../trace/index.ts');
  const lines: string[] = [];
  const recording = new RecordingTransport(drive.transport, (line) => void lines.push(line), {
    readDataLimitBytes: Number.POSITIVE_INFINITY,
  });
  await using _held = changes ? await drive.exclusive('discwright') : undefined;
  const lengthBytes = out === undefined ? (inBytes ?? replyBytesOf(cdb)) : 0;
  const reply = await recording.send({
    cdb,
    data:
      out !== undefined && out.length > 0
        ? { direction: 'out', bytes: out }
        : lengthBytes > 0
          ? { direction: 'in', lengthBytes }
          : { direction: 'none' },
    timeoutMs: timeout === undefined ? timeoutMsOf(cdb) : timeout * 1_000,
  });
  const { entries } = parseTrace(lines.map((line) => `${line.trimEnd()}\n`).join(''));
  const inWords = describeEntries(entries, { full: true });
  const data = reply.outcome === 'answered' ? reply.data : new Uint8Array();
  await saved?.writeFile(data);
  context.output.result(
    'raw',
    { drive: identity, exchange: entries[0], words: inWords[0], data: Buffer.from(data).toString('hex') },
    () => [...inWords, ...(save === undefined ? hexOf(data) : [`${data.length} bytes are in ${save}.`])],
  );
  if (reply.outcome !== 'answered' || reply.status !== 0x00) throw new ReportedFailure();
}

/** As many bytes as the command itself says. */
function replyBytesOf(cdb: Uint8Array): number {
  const spec = commandFor(cdb)?.spec;
  if (spec?.direction !== 'in') return 0;
  const fields = spec.cdb.decode(cdb) as Readonly<Record<string, unknown>>;
  return spec.replyBytes === undefined ? Number(fields['allocationLength'] ?? 0) : spec.replyBytes(fields as never);
}

const timeoutMsOf = (cdb: Uint8Array): number => commandFor(cdb)?.spec.timeoutMs ?? DEFAULT_TIMEOUT_S * 1_000;

/** `0010  00 41 02 ...`, sixteen bytes a line. */
function hexOf(bytes: Uint8Array): string[] {
  const rows: string[] = [];
  for (let at = 0; at < bytes.length; at += BYTES_PER_ROW) {
    const row = [...bytes.subarray(at, at + BYTES_PER_ROW)].map((byte) => byte.toString(16).padStart(2, '0'));
    rows.push(`${at.toString(16).padStart(4, '0')}  ${row.join(' ')}`);
  }
  return rows;
}
