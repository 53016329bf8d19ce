import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { write10 } from '../../../src/mmc/commands/write-10.ts';
import { encodeSense } from '../../../src/scsi/sense.ts';
import type { Answer } from '../../../src/simulator/core.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { ScsiStatus } from '../../../src/transport/sam.ts';
import { BurnError } from '../../../src/write/engine/burn-error.ts';
import { WRITE } from '../../support/cdb.ts';
import { rejectionOf } from '../../support/rejection.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { burn } from '../support.ts';

const TRACKS = () => [blocksOfNoise(310), blocksOfNoise(320, 2)];

interface Fault {
  /** Which WRITEs are hit, by their address. */
  readonly hits: (lba: number) => boolean;
  readonly carriedOut: boolean;
  readonly answer: Answer;
}

/** A drive with faults inside: what is queued after a WRITE that fails never reaches it. */
function faultyDrive({ hits, carriedOut, answer }: Fault) {
  const simulated = new SimulatedDrive();
  const sent: number[] = [];
  simulated.burner.behaviours.push({
    name: 'a WRITE that fails',
    async answer(call, next) {
      if (call.cdb[0] !== WRITE) return next();
      const { lba } = write10.spec.cdb.decode(call.cdb);
      sent.push(lba);
      if (!hits(lba)) return next();
      if (carriedOut) await next();
      return answer;
    },
  });
  return { drive: new Drive(simulated), sent };
}

function once(lba: number): Fault['hits'] {
  let hit = false;
  return (each) => {
    if (hit || each !== lba) return false;
    hit = true;
    return true;
  };
}

const NOTHING = new Uint8Array();
const TASK_ABORTED: Answer = { status: ScsiStatus.TaskAborted, sense: NOTHING, data: NOTHING };
const sense = (key: number, asc: number): Answer => ({
  status: ScsiStatus.CheckCondition,
  sense: encodeSense({ key, asc, ascq: 0x00 }),
  data: NOTHING,
});

const IN_THE_MIDDLE = 4 * 27;
const LAST = 11 * 27;

describe.each([
  ['TASK ABORTED', false, TASK_ABORTED],
  ['a refusal', false, sense(5, 0x24)],
  ['TASK ABORTED, though it was carried out', true, TASK_ABORTED],
  ['a refusal, though it was carried out', true, sense(5, 0x2c)],
])('a WRITE answered with %s', (_name, carriedOut, answer) => {
  test('is looked into, and the burn goes on where the drive is; all of the track is then compared', async () => {
    const { drive, sent } = faultyDrive({ hits: once(IN_THE_MIDDLE), carriedOut, answer });
    const { result, yielded } = await burn(drive, TRACKS());
    expect(result).toMatchObject({
      disc: { status: 'complete', tracks: [{ lengthBlocks: 310 }, { lengthBlocks: 320 }] },
    });
    const lba = carriedOut ? IN_THE_MIDDLE + 27 : IN_THE_MIDDLE;
    expect(result.warnings).toEqual([
      expect.stringContaining(`track 1 was continued at LBA ${lba}, where the drive says it is, after a WRITE failed`),
    ]);
    expect(sent.filter((each) => each === IN_THE_MIDDLE)).toHaveLength(carriedOut ? 1 : 2);
    const compared = yielded.filter((step) => step.phase === 'verifying' && step.track === 1);
    expect(compared.length).toBeGreaterThan(10);
    const written = yielded.flatMap((step) => (step.phase === 'writing' && step.track === 1 ? [step] : []));
    expect(written.at(-1)).toMatchObject({ startLba: 0, lengthBlocks: 310 });
    expect(written.every(({ writtenBlocks }, index) => writtenBlocks >= (written[index - 1]?.writtenBlocks ?? 0))).toBe(
      true,
    );
  });
});

test('a WRITE that fails at the same place again ends the burn', async () => {
  const hits = (lba: number) => lba === IN_THE_MIDDLE;
  const { drive, sent } = faultyDrive({ hits, carriedOut: false, answer: TASK_ABORTED });
  const error = await rejectionOf(burn(drive, TRACKS()), BurnError);
  expect(error).toMatchObject({ phase: 'writing', track: 1, lba: IN_THE_MIDDLE });
  expect(sent.filter(hits)).toHaveLength(2);
});

test('after an error of the medium nothing more is written', async () => {
  const { drive, sent } = faultyDrive({ hits: once(IN_THE_MIDDLE), carriedOut: false, answer: sense(3, 0x0c) });
  await rejectionOf(burn(drive, TRACKS()), BurnError);
  expect(sent.at(-1)).toBe(IN_THE_MIDDLE);
});

test('a source that can be read only once is not continued', async () => {
  const { drive } = faultyDrive({ hits: once(IN_THE_MIDDLE), carriedOut: false, answer: TASK_ABORTED });
  const error = await rejectionOf(burn(drive, [{ ...blocksOfNoise(310), repeatable: false }]), BurnError);
  expect(error).toMatchObject({ phase: 'writing', lba: IN_THE_MIDDLE });
});

describe('the last WRITE of a track that fails with an error of the medium', () => {
  test('though it was carried out: the disc decides, and the burn goes on', async () => {
    const { drive } = faultyDrive({ hits: once(LAST), carriedOut: true, answer: sense(3, 0x0c) });
    const { result } = await burn(drive, TRACKS());
    expect(result.disc).toMatchObject({ status: 'complete', tracks: [{ lengthBlocks: 310 }, { lengthBlocks: 320 }] });
    expect(result.warnings).toEqual([expect.stringContaining('but all of the track is on the disc')]);
  });

  test('and was not carried out: the burn fails at its address', async () => {
    const { drive } = faultyDrive({ hits: once(LAST), carriedOut: false, answer: sense(3, 0x0c) });
    const error = await rejectionOf(burn(drive, TRACKS()), BurnError);
    expect(error).toMatchObject({ phase: 'writing', track: 1, lba: LAST });
  });
});
