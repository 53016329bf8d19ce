import { expect, test } from '@jest/globals';
import { CharacterCode } from '../../../src/cd/cd-text/index.ts';
import { reportDisc } from '../../../src/cli/disc-report.ts';
import { Interrupt } from '../../../src/cli/interrupt.ts';
import { planOnDisc } from '../../../src/cli/plan/fit.ts';
import { jobOfTracks, planJob } from '../../../src/job/index.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { on } from '../../support/tampered-transport.ts';
import { tamperedDrive } from '../../write/support.ts';

const sources = [blocksOfNoise(310, 1), blocksOfNoise(400, 2)] as const;

/** A drive whose feature 002Eh says that it writes Track-At-Once alone. */
const trackAtOnceDrive = () =>
  tamperedDrive(
    on(0x46, async (_count, next) => {
      const reply = await next();
      if (reply.outcome !== 'answered') return reply;
      const data = reply.data.slice();
      const at = data.findIndex((byte, index) => index >= 8 && byte === 0x00 && data[index + 1] === 0x2e);
      data[at + 4] = (data[at + 4] ?? 0) & ~0x28;
      return { ...reply, data };
    }),
  ).drive;

test('where the drive leaves out the texts, the plan has the pauses that it makes', async () => {
  const album = { language: 9, characterCode: CharacterCode.Iso8859, firstTrack: 1, album: { title: 'A' } };
  const job = { ...jobOfTracks(sources), cdText: [{ ...album, tracks: [{}, {}] }] };
  expect(planJob(job)).toMatchObject({ layout: 'exact', tracks: [{ startLba: 0 }, { startLba: 310 }] });
  const drive = trackAtOnceDrive();
  const disc = await reportDisc(drive);
  using interrupt = new Interrupt(() => {});
  expect(disc && (await planOnDisc(drive, job, disc, { options: {}, interrupt }))).toMatchObject({
    plan: {
      layout: 'paused',
      tracks: [{ startLba: 0 }, { startLba: 310 + 152 }],
      lengthBlocks: 310 + 152 + 402,
      needsSessionAtOnce: ['CD-TEXT'],
    },
    fit: { fits: true, neededBlocks: 310 + 152 + 402, writeType: 'Track-At-Once' },
  });
});

test('tracks that bring pauses of their own get no others', () => {
  const [first, second] = sources;
  const plan = planJob(jobOfTracks([first, { ...second, pregapBlocks: 50 }]));
  expect(plan).toMatchObject({ layout: 'exact', needsSessionAtOnce: ['pregaps'], lengthBlocks: 710 });
  expect(plan.tracks[1]).toMatchObject({ startLba: 360, indexes: [{ number: 0, startLba: 310 }, { number: 1 }] });
});
