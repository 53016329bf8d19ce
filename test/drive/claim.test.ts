import { expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { ejectDisc } from '../../src/drive/eject.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { burnAudio } from '../../src/write/burn-audio.ts';
import { blankDisc } from '../../src/write/erase/blank.ts';
import { closeDisc } from '../../src/write/repair/close-disc.ts';
import { recoverDisc } from '../../src/write/repair/recover-disc.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { drainGenerator, TamperedTransport } from '../support/tampered-transport.ts';

const others: readonly [string, (drive: Drive) => Promise<unknown>][] = [
  ['burnAudio', (drive) => drainGenerator(burnAudio(drive, [blocksOfNoise(310)]))],
  ['closeDisc', (drive) => drainGenerator(closeDisc(drive))],
  ['blankDisc', (drive) => drainGenerator(blankDisc(drive))],
  ['recoverDisc', (drive) => drainGenerator(recoverDisc(drive))],
  ['ejectDisc', (drive) => ejectDisc(drive, { owner: 'test' })],
];

test.each(others)('%s is refused while a burn writes with the same drive, and sends nothing', async (_name, other) => {
  const transport = new TamperedTransport(new SimulatedDrive());
  const drive = new Drive(transport);
  const burning = burnAudio(drive, [blocksOfNoise(400)], { ending: 'leave-open' });
  for (let phase: string | undefined; phase !== 'writing'; ) {
    const { value } = await burning.next();
    phase = 'phase' in value ? value.phase : 'writing';
  }
  const [sent, events] = [transport.cdbs.length, transport.events.length];
  await expect(other(drive)).rejects.toMatchObject({
    kind: 'busy',
    message: expect.stringMatching(/already writing with this drive/),
  });
  expect([transport.cdbs.length, transport.events.length]).toEqual([sent, events]);
  const { result } = await drainGenerator(burning);
  expect(result.tracks).toMatchObject([{ lengthBlocks: 400 }]);
  await drainGenerator(closeDisc(drive));
});
