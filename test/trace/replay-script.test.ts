import { describe, expect, test } from '@jest/globals';
import { readBufferCapacity } from '../../src/mmc/commands/read-buffer-capacity.ts';
import { write10 } from '../../src/mmc/commands/write-10.ts';
import { issue } from '../../src/scsi/execute.ts';
import { ReplayTransport } from '../../src/trace/index.ts';
import { record, sends } from './record.ts';
import { answered } from './scripted-transport.ts';

const block = (fill: number): Uint8Array => new Uint8Array(2352).fill(fill);
describe('READ BUFFER CAPACITY, which programs send at varying times', () => {
  const write = (lba: number) => write10({ lba, lengthBlocks: 1 }, block(lba));
  const ask = readBufferCapacity({ allocationLength: 12 });
  const recorded = (...commands: Parameters<typeof issue>[1][]) => {
    let answers = 0;
    const data = () => Uint8Array.of(0, 10, 0, 0, 0, 0, 1, 0, 0, 0, 0, ++answers);
    return record(({ cdb }) => answered(cdb[0] === 0x5c ? { data: data() } : {}), sends(...commands));
  };

  test.each([
    ['in its place', [write(0), ask, write(1), ask, write(2)], [1, 2]],
    ['earlier', [ask, write(0), write(1), write(2)], [1]],
    ['later', [write(0), write(1), write(2), ask], [2]],
    ['more often', [write(0), ask, ask, write(1), ask, ask, write(2)], [1, 1, 2, 2]],
    ['never', [write(0), write(1), write(2)], []],
  ])('%s', async (_name, commands, answers) => {
    const replay = new ReplayTransport(await recorded(write(0), ask, write(1), ask, write(2)));
    const seen: number[] = [];
    for (const command of commands) {
      const reply = await issue(replay, command);
      if (command === ask && reply.outcome === 'answered') seen.push(reply.data[11] ?? -1);
    }
    expect(seen).toEqual(answers);
    expect(replay.exchangesLeft).toBe(0);
  });

  test('is not made up if the recorded program never sent it', async () => {
    const replay = new ReplayTransport(await recorded(write(0)));
    await expect(issue(replay, ask)).rejects.toThrow(/trace has WRITE\(10\), program sent READ BUFFER CAPACITY/);
  });
});
