import assert from 'node:assert/strict';
import {
  CD_TEXT_REPLY_BYTES,
  readCd,
  readCdText,
  readFullToc,
  SectorType,
  SubChannelSelection,
  WHOLE_MAIN_CHANNEL,
} from '../../../dist/mmc/index.js';
import { assertSameBytes } from '../support/saved-disc.mjs';
import { discwrightScript } from '../support/served-drive.mjs';
import { ALBUM, burnAlbum, PREGAP_BLOCKS, SOUND } from './album.mjs';
import { atVirtualDrive, SR } from './virtual-drive.mjs';

const BLOCKS_PER_READ = 20;
const MAIN_BYTES = 2_352;
const BLOCK_BYTES = MAIN_BYTES + 16;
const MOST_TOC_BYTES = 2_048;

/** Everything on a disc that can be read: the blocks from the pregap to the lead-out with their Q, the packs, the lead-in. */
const everythingOn = (drive) =>
  drive.openBySocket(async (bySocket) => {
    const how = { ...WHOLE_MAIN_CHANNEL, sectorType: SectorType.Any, subChannel: SubChannelSelection.Q };
    const blocks = [];
    for (let startLba = -PREGAP_BLOCKS; startLba < ALBUM.leadOutLba; startLba += BLOCKS_PER_READ) {
      const lengthBlocks = Math.min(BLOCKS_PER_READ, ALBUM.leadOutLba - startLba);
      blocks.push(await bySocket.execute(readCd({ ...how, startLba, lengthBlocks })));
    }
    const { entries: packs } = await bySocket.execute(readCdText({ allocationLength: CD_TEXT_REPLY_BYTES }));
    const { entries: leadIn } = await bySocket.execute(
      readFullToc({ trackOrSession: 1, allocationLength: MOST_TOC_BYTES }),
    );
    return { blocks: Buffer.concat(blocks), packs, leadIn };
  });

/** Every byte of the main channel, every frame of Q, every pack, and the table of contents. */
async function assertEqualDiscs(drive, original) {
  const copy = await everythingOn(drive);
  assert.deepEqual(copy.leadIn, original.leadIn);
  assert.ok(copy.packs.length > 0);
  assert.deepEqual(copy.packs, original.packs);
  assertSameBytes(copy.blocks, original.blocks, 'blocks with their Q');
  return `${copy.blocks.length / BLOCK_BYTES} blocks with Q and ${copy.packs.length} packs equal`;
}

/** Its sound is that of the FLAC, so that a copy of it is too. */
async function originalOn(drive) {
  const original = await everythingOn(drive);
  const sound = Buffer.alloc(SOUND.length);
  for (let lba = 0; lba < ALBUM.leadOutLba; lba++) {
    original.blocks.copy(
      sound,
      lba * MAIN_BYTES,
      (PREGAP_BLOCKS + lba) * BLOCK_BYTES,
      (PREGAP_BLOCKS + lba) * BLOCK_BYTES + MAIN_BYTES,
    );
  }
  assertSameBytes(sound, SOUND, 'the sound on the disc');
  return original;
}

const rippedAndBurned = () =>
  atVirtualDrive({}, async (drive) => {
    await burnAlbum(drive);
    const original = await originalOn(drive);
    const { warnings } = await drive.ask(['rip', 'job', '--format', 'job']);
    assert.deepEqual(warnings, []);
    return atVirtualDrive({}, async (second) => {
      const { warnings: ofBurn } = await second.ask(['burn', '--yes', drive.path('job/disc.cue')]);
      // In virtual time, on a clock that the driver does not share, it is read back in full.
      assert.deepEqual(
        ofBurn.filter((text) => !/faster than any drive writes, but all of it is on the disc/.test(text)),
        [],
      );
      return assertEqualDiscs(second, original);
    });
  });

const raw = () =>
  atVirtualDrive({}, async (drive) => {
    await burnAlbum(drive);
    const original = await originalOn(drive);
    return atVirtualDrive({}, async (second) => {
      await burnAlbum(second, ['--write-type', 'raw']);
      return assertEqualDiscs(second, original);
    });
  });

const copiedToSecond = () =>
  atVirtualDrive({}, async (drive) => {
    await burnAlbum(drive);
    const original = await originalOn(drive);
    return atVirtualDrive({}, async (second) => {
      await drive.discwright(['copy', '--to', `unix:${second.socketPath}`]);
      return assertEqualDiscs(second, original);
    });
  });

/** A terminal, as `script` makes one: the tool asks for the other disc, and whether it may write. */
const copiedInOne = () =>
  atVirtualDrive({}, async (drive) => {
    await burnAlbum(drive);
    const original = await originalOn(drive);
    const command = [process.execPath, discwrightScript, 'copy', '--device', SR].join(' ');
    const copying = drive.start('script', ['-qefc', command, '/dev/null'], { input: true });
    await copying.said(/Put a blank disc in and close the tray/);
    await drive.changeDisc('copy.disc');
    copying.type('\n');
    await copying.said(/Continue\? \[y\/N\]/);
    copying.type('y\n');
    const { status, both } = await copying.ended;
    assert.equal(status, 0, both);
    return assertEqualDiscs(drive, original);
  });

export const albumCopyScenarios = [
  { name: 'album: ripped to a job folder, which is burned again', run: rippedAndBurned },
  { name: 'album: RAW 96 next to Session-At-Once', run: raw },
  { name: 'album: copied from one drive to another', run: copiedToSecond },
  { name: 'album: copied in one drive, in which the disc is changed', run: copiedInOne },
];
