import { encodeSense } from '../../../src/scsi/sense.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { TamperedTransport } from '../../support/tampered-transport.ts';
import { is, Opcode, recordedSteps, type Step } from './steps.ts';

const ASKED: ReadonlySet<number> = new Set([Opcode.ReadToc, Opcode.ReadDiscInformation, Opcode.ReadTrackInformation]);
/** What is requested, regardless of the allocation length. */
const questionOf = (cdb: Uint8Array): string => String(cdb.subarray(0, 7));

function zeroFilled(data: Uint8Array | undefined, length: number): Uint8Array {
  const buffer = new Uint8Array(data === undefined ? 0 : length);
  buffer.set((data ?? buffer).subarray(0, length));
  return buffer;
}

const refused = (key: number, asc: number) => ({ status: 0x02, sense: encodeSense({ key, asc, ascq: 0 }) });

/**
 * A drive that answers questions about its disc as the recorded one did before the first WRITE of a run, or after the last.
 * Where a question was answered in part and in full, it has the full answer; what the program did not ask, it refuses.
 */
export function recordedDisc(run: string, when: 'before' | 'after'): TamperedTransport {
  const steps = recordedSteps(run);
  const first = steps.findIndex((step) => is(step, Opcode.Write));
  const last = steps.findLastIndex((step) => is(step, Opcode.Write));
  const answers = new Map<string, Step>();
  for (const step of when === 'before' ? steps.slice(0, first < 0 ? undefined : first) : steps.slice(last + 1)) {
    const known = answers.get(questionOf(step.cdb));
    if ((step.in?.length ?? 0) >= (known?.in?.length ?? 0)) answers.set(questionOf(step.cdb), step);
  }
  const empty = steps.some(({ sense }) => sense?.[12] === 0x3a);
  return new TamperedTransport(new SimulatedDrive(), ({ cdb }, next) => {
    if (!ASKED.has(cdb[0] ?? -1)) return next();
    const {
      status,
      sense = new Uint8Array(),
      in: data,
    } = answers.get(questionOf(cdb)) ?? {
      ...(empty ? refused(2, 0x3a) : refused(5, 0x24)),
      in: undefined,
    };
    // A transport returns the whole buffer, however much of it the drive filled.
    const length = (cdb[7] ?? 0) * 256 + (cdb[8] ?? 0);
    return {
      outcome: 'answered',
      status,
      sense,
      data: zeroFilled(data, length),
      durationMs: 1,
      resends: 0,
    };
  });
}
