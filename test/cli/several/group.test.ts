import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ExitCode } from '../../../src/cli/exit-codes.ts';
import { devicesIn, requireSeveral } from '../../../src/cli/several/devices.ts';
import { Group, type Ready } from '../../../src/cli/several/group.ts';
import { traceFileOf } from '../../../src/cli/several/trace-file.ts';

const A = '/dev/sr0';
const B = '/dev/sr1';

describe('a group of drives', () => {
  const ready = (mustAsk = true): Ready => ({ mustAsk, describe: async () => 'it will be burned' });
  const answering = (answer: boolean) => {
    const questions: string[] = [];
    const group = new Group([A, B], async (question) => {
      questions.push(question);
      return answer;
    });
    return { group, questions };
  };

  test('one question names all drives, and only once all are ready', async () => {
    const { group, questions } = answering(true);
    const first = group.confirm(A, ready());
    expect(questions).toEqual([]);
    await Promise.all([first, group.confirm(B, ready())]);
    expect(questions).toEqual([
      `With 2 drives at the same time:\n  ${A}: it will be burned\n  ${B}: it will be burned\nContinue?`,
    ]);
    await group.confirm(A, ready());
    expect(questions).toHaveLength(1);
  });

  test('without a yes no drive is written', async () => {
    const { group } = answering(false);
    const both = await Promise.allSettled([group.confirm(A, ready()), group.confirm(B, ready())]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(group.refused).toBe(true);
  });

  test('simulated drives and --yes are not asked about', async () => {
    const { group, questions } = answering(false);
    await Promise.all([group.confirm(A, ready(false)), group.confirm(B, ready(false))]);
    expect(questions).toEqual([]);
  });

  test('a drive that fails before the question is refused with all others', async () => {
    const { group, questions } = answering(true);
    const first = group.confirm(A, ready());
    group.end(B, ExitCode.Refused);
    await expect(first).rejects.toThrow(`${B} cannot be used. Nothing was written with any of the drives`);
    expect({ questions, refused: group.refused }).toEqual({ questions: [], refused: true });
  });

  test('so is one whose disc turns out not to be writable, after the question', async () => {
    const { group } = answering(true);
    await Promise.all([group.confirm(A, ready()), group.confirm(B, ready())]);
    const first = group.planned(A);
    group.end(B, ExitCode.Refused);
    await expect(first).rejects.toThrow(`${B} cannot be used`);
    expect(group.refused).toBe(true);
  });

  test('a failure after all have begun is of one drive alone, and a drive that is done is not waited for', async () => {
    const { group } = answering(true);
    await Promise.all([group.confirm(A, ready()), group.confirm(B, ready())]);
    await Promise.all([group.planned(A), group.planned(B)]);
    group.end(B, ExitCode.Failed);
    await group.planned(A);
    expect(group.refused).toBe(false);
    const other = answering(true).group;
    const waiting = other.confirm(A, ready());
    other.end(B, ExitCode.Done);
    await waiting;
  });
});

test.each([
  [['burn', 'a.wav'], [], ['burn', 'a.wav']],
  [
    ['burn', '--device', A, '--device=sim:', 'a.wav'],
    [A, 'sim:'],
    ['burn', 'a.wav'],
  ],
  [['burn', '--device', A, '--', '--device', B], [A], ['burn', '--', '--device', B]],
  [['burn', '--device'], [], ['burn', '--device']],
])('of %j the drives are %j', (args, devices, rest) => {
  expect(devicesIn(args)).toEqual({ devices, rest });
});

test.each<[string | undefined, readonly string[], readonly string[], RegExp]>([
  ['rip', [A, B], ['rip', 'x'], /`rip` works with one drive, not with 2/],
  [undefined, [A, B], [], /this works with one drive/],
  ['burn', [A, B], ['burn', '-'], /standard input can be read only once/],
  ['burn', [A, A], ['burn', 'a.wav'], /\/dev\/sr0 is given twice/],
  ['burn', ['sim:x.disc', 'sim:./x.disc?medium=CD-RW'], ['burn', 'a.wav'], /are the same drive/],
  ['burn', [A, ''], ['burn', 'a.wav'], /--device must name a drive/],
])('%s with %j is refused', (command, devices, rest, words) => {
  expect(() => requireSeveral(command, devices, rest)).toThrow(words);
});

test('the trace of each drive has the name of the drive', () => {
  const names = (file: string, devices: readonly string[]) =>
    devices.map((_, index) => traceFileOf(file, devices, index));
  expect(names('out/t.jsonl', [A, B])).toEqual(['out/t.sr0.jsonl', 'out/t.sr1.jsonl'].map((each) => join(each)));
  expect(names('t', ['D:', 'E:'])).toEqual(['t.D', 't.E']);
  expect(names('t.jsonl', ['sim:', 'sim:?medium=CD-RW', 'sim:', 'sim:a/my.disc'])).toEqual([
    't.sim-1.jsonl',
    't.sim-medium-CD-RW.jsonl',
    't.sim-2.jsonl',
    't.sim-a-my.disc.jsonl',
  ]);
});

test('several simulated drives with discs in memory are different drives', () => {
  expect(() => requireSeveral('burn', ['sim:', 'sim:', 'sim:?medium=CD-RW'], ['burn', 'a.wav'])).not.toThrow();
});
