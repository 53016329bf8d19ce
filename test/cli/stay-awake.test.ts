import { afterEach, expect, test } from '@jest/globals';
import type { Context } from '../../src/cli/context.ts';
import { Interrupt } from '../../src/cli/interrupt.ts';
import { Output } from '../../src/cli/output.ts';
import { stayAwake } from '../../src/cli/stay-awake.ts';
import { Drive } from '../../src/drive/drive.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { TamperedTransport } from '../support/tampered-transport.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const { PATH } = process.env;
afterEach(() => {
  process.env['PATH'] = PATH;
});

function context() {
  const notes: string[] = [];
  const stream = { write: (text: string) => notes.push(text), on: () => {} };
  const interrupt = new Interrupt(() => {});
  interrupt[Symbol.dispose]();
  const made: Context = { globals: { json: true }, output: new Output(true, stream, stream), interrupt };
  return { context: made, notes };
}

class RealLooking extends TamperedTransport {
  override get simulated(): boolean {
    return false;
  }
}

test('a computer that may go to sleep during a burn is a note and a part of the result, not a failure', async () => {
  process.env['PATH'] = temporaryFolder();
  const { context: given, notes } = context();
  await using awake = await stayAwake(given, new Drive(new RealLooking(new SimulatedDrive())), 'burning a disc');
  expect(awake.sleep).toEqual({ heldOff: false, problem: expect.stringMatching(/not installed|no way/) });
  expect(notes).toEqual([expect.stringMatching(/^discwright: the computer may go to sleep meanwhile/)]);
});

test('a simulated drive is no reason to keep the computer awake', async () => {
  const { context: given, notes } = context();
  await using awake = await stayAwake(given, new Drive(new SimulatedDrive()), 'burning a disc');
  expect(awake.sleep).toBeNull();
  expect(notes).toEqual([]);
});
