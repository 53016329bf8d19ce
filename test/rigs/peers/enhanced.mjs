import assert from 'node:assert/strict';
import { pagesUsed } from './commands-sent.mjs';
import { assertFilesInDrive, audioTracks, dataTrack, folderWithFile, isoOfNextSession, wavFiles } from './material.mjs';
import { checkRips } from './reader-checks.mjs';
import { cdInfo, readomFullToc, wodimMsInfo } from './reader-programs.mjs';
import { SR, scenario } from './virtual-drive.mjs';

const AUDIO_BLOCK_BYTES = 2_352;
/** Between Track-At-Once tracks: two blocks of run-out, and a pause. */
const RUN_OUT_BLOCKS = 2;
const PAUSE_BLOCKS = 150;
const BETWEEN_SESSIONS_BLOCKS = 11_400;
const CD_ROM_XA = 0x20;

/** The three audio tracks where Track-At-Once puts them. */
function audioSession() {
  let startLba = 0;
  const tracks = audioTracks.map(({ kind, bytes }, index) => {
    const track = { number: index + 1, startLba, kind, bytes };
    startLba += bytes.length / AUDIO_BLOCK_BYTES + RUN_OUT_BLOCKS + PAUSE_BLOCKS;
    return track;
  });
  return { tracks, leadOutLba: startLba - PAUSE_BLOCKS };
}

const dataStartLba = audioSession().leadOutLba + BETWEEN_SESSIONS_BLOCKS;
/** For an image made before there is a disc that could be asked. */
const computed = ['echo', [`0,${dataStartLba}`]];
const image = (drive, msinfo = computed) => isoOfNextSession(drive, 'second', 0, msinfo);

const other = (drive, program, ...args) => drive.run(program, [`dev=${SR}`, 'gracetime=0', '-tao', ...args]);

/** What other programs find: the second session where it belongs, its files, and the audio bit for bit. */
async function assertEnhanced(drive, { discType = CD_ROM_XA } = {}) {
  const audio = audioSession();
  const { tracks, lastSessionLba } = await cdInfo(drive);
  assert.deepEqual(tracks, [
    ...audio.tracks.map(({ number, startLba }) => ({ number, startLba, kind: 'audio' })),
    { number: 4, startLba: dataStartLba, kind: 'data' },
  ]);
  assert.equal(lastSessionLba, dataStartLba);
  const toc = await readomFullToc(drive);
  const types = toc.filter(({ point }) => point === 0xa0).map(({ session, address }) => [session, address[1]]);
  assert.deepEqual(types, [
    [1, 0],
    [2, discType],
  ]);
  await assertFilesInDrive(drive, dataStartLba, ['second']);
  await checkRips(drive, [audio]);
  return `data at LBA ${dataStartLba}`;
}

/** wodim and our own command say where the next session begins. */
async function assertSameMsinfo(drive) {
  const { lastSessionStartLba, nextWritableLba } = await drive.ask(['msinfo']);
  assert.equal(await wodimMsInfo(drive), `${lastSessionStartLba},${nextWritableLba}`);
  assert.equal(nextWritableLba, dataStartLba);
}

const append = (drive, { path }, ...args) =>
  drive.discwright(['data', '--yes', '--append', '--verify', 'full', ...args, path]);

export const enhancedScenarios = [
  scenario('enhanced: by discwright, in one command', async (drive) => {
    const folder = await folderWithFile(drive, 'second');
    await drive.discwright(['enhanced', '--yes', '--verify', 'full', ...(await wavFiles(drive)), '--data', folder]);
    return assertEnhanced(drive);
  }),
  scenario('enhanced: by discwright, with an image that genisoimage -C made', async (drive) => {
    const { path } = await image(drive);
    await drive.discwright(['enhanced', '--yes', '--mode1', ...(await wavFiles(drive)), '--data', path]);
    return assertEnhanced(drive, { discType: 0 });
  }),
  scenario('enhanced: audio of which the session was left open, then data', async (drive) => {
    await drive.discwright(['burn', '--yes', '--leave-open=session', ...(await wavFiles(drive))]);
    await append(drive, { path: await folderWithFile(drive, 'second') }, '--xa');
    return assertEnhanced(drive);
  }),
  scenario('enhanced: audio of which the medium was left open, then data', async (drive) => {
    await drive.discwright(['burn', '--yes', '--leave-open=medium', ...(await wavFiles(drive))]);
    await assertSameMsinfo(drive);
    await append(drive, await image(drive, ['wodim', [`dev=${SR}`, '-msinfo']]), '--xa');
    return assertEnhanced(drive);
  }),
  ...['wodim', 'cdrskin'].map((program) =>
    scenario(`enhanced: audio by ${program} -multi, then data by discwright`, async (drive) => {
      await other(drive, program, '-multi', '-audio', '-pad', ...(await wavFiles(drive)));
      await assertSameMsinfo(drive);
      await append(drive, await image(drive));
      return assertEnhanced(drive, { discType: 0 });
    }),
  ),
  ...['wodim', 'cdrskin'].map((program) =>
    scenario(`enhanced: audio of which the medium was left open, then data by ${program}`, async (drive) => {
      await drive.discwright(['burn', '--yes', '--leave-open=medium', ...(await wavFiles(drive))]);
      const { path } = await image(drive);
      await other(drive, program, '-data', path);
      return assertEnhanced(drive, { discType: 0 });
    }),
  ),
  scenario('enhanced: on an open session wodim adds a track to it, and cdrskin writes nothing', async (drive) => {
    await drive.discwright(['burn', '--yes', '--leave-open=session', ...(await wavFiles(drive))]);
    const { path } = await image(drive);
    const { both } = await drive.run('cdrskin', [`dev=${SR}`, 'gracetime=0', '-tao', '-data', path], { status: 10 });
    assert.match(both, /No suitable media detected/);
    await other(drive, 'wodim', '-multi', '-data', path);
    const { disc } = await drive.ask(['info']);
    assert.deepEqual(
      disc.tracks.map(({ session, kind }) => [session, kind]),
      [...audioTracks.map(() => [1, 'audio']), [1, 'data']],
    );
    // The image is for the second session that there is not.
    const { startLba } = disc.tracks.at(-1);
    await drive.run('isoinfo', ['-i', SR, '-T', String(startLba), '-R', '-x', '/second'], { status: 255 });
  }),
  scenario('data: folders by discwright, one session after the other, read by isoinfo', async (drive) => {
    const [first, second] = [await folderWithFile(drive, 'first'), await folderWithFile(drive, 'second')];
    await drive.discwright(['data', '--yes', '--verify', 'full', '--leave-open', first]);
    const { lastSessionStartLba, nextWritableLba } = await drive.ask(['msinfo']);
    assert.equal(await wodimMsInfo(drive), `${lastSessionStartLba},${nextWritableLba}`);
    await drive.discwright(['data', '--yes', '--verify', 'full', '--append', second]);
    await assertFilesInDrive(drive, 0, ['first']);
    await assertFilesInDrive(drive, nextWritableLba, ['first', 'second']);
    const { lastSessionLba } = await cdInfo(drive);
    assert.equal(lastSessionLba, nextWritableLba);
  }),
  scenario('data: Mode 2 form 1 is set up by wodim -xa and by discwright in the same way', async (drive) => {
    const { path } = await dataTrack(drive, 'first', 0);
    await other(drive, 'wodim', '-multi', '-xa', path);
    await append(drive, await image(drive, ['wodim', [`dev=${SR}`, '-msinfo']]), '--xa', '--leave-open');
    const [wodims, ours, ...others] = pagesUsed(await drive.commands()).map((page) => page.toString('hex'));
    assert.equal(ours, wodims);
    assert.deepEqual(others, []);
    assert.match(ours, /^053241c40a07000020(?:00){6}96/);
  }),
];
