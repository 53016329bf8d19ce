import { describe, expect, test } from '@jest/globals';
import { DecodeError } from '../../src/codec/index.ts';
import { readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { readCapabilities } from '../../src/drive/drive-capabilities.ts';
import { HResult } from '../../src/imapi2/index.ts';
import { writeParametersPage } from '../../src/mmc/mode-pages/write-parameters.ts';
import { ReplyError } from '../../src/scsi/reply-error.ts';
import { Disc, SimulatedDrive } from '../../src/simulator/index.ts';
import { blankDisc, burnAudio, closeDisc, recoverDisc } from '../../src/write/index.ts';
import { rig } from '../imapi2/rig.ts';
import { rejectionOf } from '../support/rejection.ts';
import { blocksOfNoise } from '../support/sources.ts';
import { drainGenerator, TamperedTransport } from '../support/tampered-transport.ts';

const GET_CONFIGURATION = 0x46;
const READ_DISC_INFORMATION = 0x51;
const READ_TRACK_INFORMATION = 0x52;
const MODE_SENSE = 0x5a;

/** A drive of which no reply to these commands is longer than so many bytes. */
function cutting(
  opcode: number,
  lengthBytes: number,
  drive = new SimulatedDrive({ disc: Disc.blank('CD-RW') }),
): Drive {
  const transport = new TamperedTransport(drive, async (request, next) => {
    const reply = await next();
    if (request.cdb[0] !== opcode || reply.outcome !== 'answered') return reply;
    return { ...reply, data: reply.data.subarray(0, lengthBytes) };
  });
  return new Drive(transport);
}

/** With a disc that was left open. */
async function cuttingOpenDisc(opcode: number, lengthBytes: number): Promise<Drive> {
  const simulated = new SimulatedDrive({ disc: Disc.blank('CD-RW') });
  await drainGenerator(burnAudio(new Drive(simulated.connect()), [blocksOfNoise(310)], { ending: 'leave-open' }));
  return cutting(opcode, lengthBytes, simulated);
}

const REMEDY = /Try again; if that does not help, connect the drive another way .* or use another drive$/;

describe('a reply that stays too short', () => {
  test('names the command, what is missing and what to do', async () => {
    const error = await rejectionOf(readDiscState(cutting(READ_DISC_INFORMATION, 10)), ReplyError);
    expect(error).toBeInstanceOf(DecodeError);
    expect(error).toMatchObject({ name: 'DecodeError', command: { name: 'READ DISC INFORMATION' } });
    expect(error.message).toMatch(
      /^READ DISC INFORMATION \(51h\): the drive reported success, but its reply cannot be used: it needs 12 bytes, has 10\. /,
    );
    expect(error.message).toMatch(REMEDY);
  });

  test('of MODE SENSE says which page is not in it', async () => {
    const error = await rejectionOf(cutting(MODE_SENSE, 20).modePage(writeParametersPage), ReplyError);
    expect(error.message).toMatch(
      /^MODE SENSE\(10\) \(5Ah\): .*: page 05h \(.*\) is not, or not wholly, in its 20 bytes\. Try again/,
    );
    const header = await rejectionOf(cutting(MODE_SENSE, 6).modePage(writeParametersPage), ReplyError);
    expect(header.message).toMatch(/it needs 8 bytes, has 6\. Try again/);
  });

  test.each([
    ['READ DISC INFORMATION', READ_DISC_INFORMATION, 10],
    ['READ TRACK INFORMATION', READ_TRACK_INFORMATION, 20],
    ['MODE SENSE(10)', MODE_SENSE, 20],
    ['GET CONFIGURATION', GET_CONFIGURATION, 6],
  ])(
    'of %s ends a burn before it begins, which says the phase and that nothing was written',
    async (name, opcode, length) => {
      const burning = drainGenerator(burnAudio(cutting(opcode, length), [blocksOfNoise(310)]));
      await expect(burning).rejects.toMatchObject({
        name: 'BurnError',
        phase: 'preparing',
        code: 'PREPARATION_FAILED',
        remedy: expect.stringMatching(/^Nothing was written\. Try again/),
        message: expect.stringContaining(`${name} (`),
        cause: { name: 'DecodeError' },
      });
    },
  );

  test.each([
    ['closeDisc', closeDisc, READ_TRACK_INFORMATION],
    ['recoverDisc', recoverDisc, READ_TRACK_INFORMATION],
    ['blankDisc', blankDisc, READ_DISC_INFORMATION],
  ] as const)('ends %s in the same way', async (_, call, opcode) => {
    const running = drainGenerator<unknown, unknown>(call(await cuttingOpenDisc(opcode, 10)));
    await expect(running).rejects.toMatchObject({
      name: 'BurnError',
      phase: 'preparing',
      remedy: expect.stringMatching(/^Nothing was written\. Try again/),
    });
  });
});

describe('a list of features that is cut off', () => {
  test('says nothing of the features that are not in it', async () => {
    const whole = await readCapabilities(cutting(GET_CONFIGURATION, 4_096));
    expect(whole).toMatchObject({ writesCdR: true, trackAtOnce: true, sessionAtOnce: true, testWrite: true });
    // The header and the profile list.
    const { profiles, ...rest } = (await readCapabilities(cutting(GET_CONFIGURATION, 60))) ?? {};
    expect(profiles).toEqual(whole?.profiles);
    expect(rest).toEqual({ writesCdR: true, writesCdRw: true });
    expect(await readCapabilities(cutting(GET_CONFIGURATION, 10))).toEqual({ profiles: [] });
  });

  test('is whole if only the length counts itself in', async () => {
    const transport = new TamperedTransport(new SimulatedDrive(), async (request, next) => {
      const reply = await next();
      if (request.cdb[0] !== GET_CONFIGURATION || reply.outcome !== 'answered') return reply;
      const data = Uint8Array.from(reply.data);
      const view = new DataView(data.buffer);
      view.setUint32(0, view.getUint32(0) + 4);
      return { ...reply, data };
    });
    expect(await readCapabilities(new Drive(transport))).toMatchObject({ trackAtOnce: true, testWrite: true });
    expect(transport.sent(GET_CONFIGURATION)).toHaveLength(1);
  });

  test('does not make a recorder of IMAPI2 unable to write; its features are an error', async () => {
    const { recorder } = await rig({}, async (request, next) => {
      const reply = await next();
      if (request.cdb[0] !== GET_CONFIGURATION || reply.outcome !== 'answered') return reply;
      return { ...reply, data: reply.data.subarray(0, 60) };
    });
    await expect(recorder.supportedFeaturePages).rejects.toMatchObject({
      hresult: HResult.E_IMAPI_RECORDER_INVALID_RESPONSE_FROM_DEVICE,
      message: expect.stringMatching(/the list of features was cut off/),
    });
  });
});
