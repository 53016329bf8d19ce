import { assertBlank, assertDisc } from './expectations.mjs';
import { audioTracks, dataTrack, wavFiles } from './material.mjs';
import { scenario } from './virtual-drive.mjs';

/**
 * A CD-RW that is burned, erased and burned again, by a program that accepts wodim's options.
 * @param run runs the program, given the drive and the arguments after `dev=`
 * @param padBlocks what its -pad adds to a data track
 */
export const rewritingScenarios = (program, run, padBlocks) =>
  ['fast', 'all'].map((type) =>
    scenario(`${program}: blank=${type}, then a data disc`, (drive) => reuse(drive, run, type, padBlocks), {
      medium: 'CD-RW',
    }),
  );

async function reuse(drive, run, type, padBlocks) {
  await run(drive, '-tao', '-audio', '-pad', ...(await wavFiles(drive)));
  await assertDisc(drive, { status: 'complete', sessions: [audioTracks] });
  await drive.serve();
  await run(drive, `blank=${type}`);
  await assertBlank(drive);
  await drive.serve();
  const { path, track } = await dataTrack(drive, 'first', padBlocks);
  await run(drive, '-tao', '-data', '-pad', path);
  await assertDisc(drive, { status: 'complete', sessions: [[track]] });
}
