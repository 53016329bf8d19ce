import { expect, test } from '@jest/globals';
import { noDiscInWords, trayIsOpen } from '../../src/cli/disc-report.ts';
import { tableOfContents, tableOfContentsInWords } from '../../src/cli/disc-words.ts';
import { Drive } from '../../src/drive/drive.ts';
import { readDiscState } from '../../src/index.ts';
import { startStopUnit } from '../../src/scsi/commands/start-stop-unit.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { burnAudio } from '../../src/write/index.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { checkCondition, drainGenerator, TamperedTransport } from '../support/tampered-transport.ts';

const GET_EVENT_STATUS = 0x4a;
const READ_TOC = 0x43;

/** The same drive, which answers a command with this sense. */
const answering = (simulated: SimulatedDrive, opcode: number, sense: readonly [number, number, number]): Drive =>
  new Drive(
    new TamperedTransport(simulated, (request, next) =>
      request.cdb[0] === opcode ? checkCondition(...sense) : next(),
    ),
  );

test('an open tray is said to be open, also by a drive that has no events', async () => {
  const simulated = new SimulatedDrive();
  const mute = answering(simulated, GET_EVENT_STATUS, [5, 0x20, 0x00]);
  expect(await trayIsOpen(new Drive(simulated))).toBe(false);
  expect(await trayIsOpen(mute)).toBe(false);
  await simulated.pressButton();
  expect(await trayIsOpen(new Drive(simulated))).toBe(true);
  expect(await trayIsOpen(mute)).toBe(true);
  expect(noDiscInWords(true, 'recover')).toBe(
    'The tray is open. Put the disc in and close the tray (`discwright load`), then run `discwright recover` again.',
  );
});

test('a closed tray without a disc is not said to be open', async () => {
  const simulated = new SimulatedDrive();
  await (await simulated.removeDisc())?.close();
  await new Drive(simulated).execute(startStopUnit({ loadEject: true, start: true })).catch(() => {});
  expect(await trayIsOpen(answering(simulated, GET_EVENT_STATUS, [5, 0x20, 0x00]))).toBe(false);
  expect(noDiscInWords(false, 'info')).toBe('There is no disc in the drive.');
});

test('a lead-out that could not be read is not left out silently', async () => {
  const simulated = new SimulatedDrive();
  await drainGenerator(burnAudio(new Drive(simulated), [blocksOfNoise(310)]));
  const disc = await readDiscState(new Drive(simulated));
  const whole = await tableOfContents(new Drive(simulated), disc);
  expect(tableOfContentsInWords(whole).join('\n')).toMatch(/\n *out .*$/);

  const failing = await tableOfContents(answering(simulated, READ_TOC, [3, 0x11, 0x00]), disc);
  expect(failing).toMatchObject({ leadOutLba: null });
  expect(tableOfContentsInWords(failing).at(-1)).toMatch(
    /^Warning: the table of contents, and with it the lead-out, could not be read: READ TOC.*3\/11\/00/,
  );

  // No table of contents is no failure.
  const open = await tableOfContents(answering(simulated, READ_TOC, [5, 0x24, 0x00]), disc);
  expect(open.warnings).toEqual([]);
});
