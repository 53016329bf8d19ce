import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { confirmWriting, requireConfirmable, requireTerminal } from '../../src/cli/confirm.ts';
import { Interrupt } from '../../src/cli/interrupt.ts';
import { Output } from '../../src/cli/output.ts';
import { Drive } from '../../src/index.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';

const originals = { stdin: process.stdin, stderr: process.stderr };
let input: PassThrough;
let asked: string;

/** Replaces the process's stdin and stderr by streams that are, or are not, a terminal. */
function standIn(isTTY: boolean): void {
  input = Object.assign(new PassThrough(), { isTTY });
  const output = Object.assign(new PassThrough(), { isTTY });
  asked = '';
  output.on('data', (chunk: Buffer) => {
    asked += chunk.toString();
  });
  Object.defineProperty(process, 'stdin', { value: input, configurable: true });
  Object.defineProperty(process, 'stderr', { value: output, configurable: true });
}

let interrupt: Interrupt;
beforeEach(() => {
  interrupt = new Interrupt(() => {});
});
afterEach(() => {
  interrupt[Symbol.dispose]();
  for (const [name, value] of Object.entries(originals)) {
    Object.defineProperty(process, name, { value, configurable: true });
  }
});

/** Claims to be hardware. */
class RealLookingDrive extends Drive {
  override get simulated(): boolean {
    return false;
  }
}
const realDrive = () => new RealLookingDrive(new SimulatedDrive());

const confirm = (drive: Drive, yes = false) => {
  const context = { globals: { json: false }, output: new Output(false), interrupt };
  return confirmWriting(context, drive, yes, async () => 'The disc will be burned.');
};

test('what will ask for another disc needs a terminal before it begins', () => {
  standIn(false);
  expect(requireTerminal).toThrow(/no terminal on which to ask for another disc.*--to DEVICE/);
  standIn(true);
  requireTerminal();
});

describe('confirmWriting', () => {
  test('a simulated disc never asks, and --yes answers for a real one', async () => {
    standIn(false);
    await confirm(new Drive(new SimulatedDrive()));
    await confirm(realDrive(), true);
  });

  test('without a terminal and without --yes a real disc is not written: exit code 2', async () => {
    standIn(false);
    await expect(confirm(realDrive())).rejects.toMatchObject({
      name: 'NotConfirmedError',
      exitCode: 2,
      remedy: expect.stringContaining('--yes'),
    });
  });

  test.each(['y\n', 'Yes\n'])('on a terminal it asks, and %j continues', async (answer) => {
    standIn(true);
    input.write(answer);
    await confirm(realDrive());
    expect(asked).toContain('The disc will be burned. Continue? [y/N]');
  });

  test.each(['n\n', '\n', 'yesterday\n'])('on a terminal %j does not continue', async (answer) => {
    standIn(true);
    input.write(answer);
    await expect(confirm(realDrive())).rejects.toMatchObject({ exitCode: 2 });
  });

  test('the end of the input does not continue', async () => {
    standIn(true);
    input.end();
    await expect(confirm(realDrive())).rejects.toMatchObject({ exitCode: 2 });
  });

  test('Ctrl-C at the question cancels', async () => {
    standIn(true);
    const answer = confirm(realDrive());
    interrupt.request();
    await expect(answer).rejects.toMatchObject({ name: 'CancelledError', exitCode: 130 });
  });
});

test('before long work it is known whether a real drive can be asked about: with a terminal, or not at all', () => {
  const real = new RealLookingDrive(new SimulatedDrive());
  standIn(false);
  expect(() => requireConfirmable(real, undefined)).toThrow(/is a real drive, and there is no terminal/);
  expect(() => requireConfirmable(real, true)).not.toThrow();
  expect(() => requireConfirmable(new Drive(new SimulatedDrive()), undefined)).not.toThrow();
  standIn(true);
  expect(() => requireConfirmable(real, undefined)).not.toThrow();
});
