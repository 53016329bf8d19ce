import assert from 'node:assert/strict';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { noise } from '../../support/noise-source.mjs';
import { assertSameBytes, wavFile } from '../support/saved-disc.mjs';
import { assertTracks, soundsOf, wavsOf } from './discwright.mjs';
import { assertReleased, commandsOf, trayIsLocked } from './traces.mjs';
import { atVirtualDrive, SG, SR } from './virtual-drive.mjs';

const BLOCK_BYTES = 2_352;
const WAV_HEADER_BYTES = 44;
const LONG_BLOCKS = 1_800 * 75;
/** How much of it is noise: more would only take up space. */
const LONG_NOISE_BYTES = 30_000_000;
/** By then more than the drive's buffer has been sent: some of it is on the disc. */
const PROGRESS = /: 10 %/;
/** WRITE, SYNCHRONIZE CACHE, RESERVE TRACK, SEND OPC INFORMATION, CLOSE TRACK/SESSION, BLANK. */
const WRITING = new Set([0x2a, 0x35, 0x53, 0x54, 0x5b, 0xa1]);

/** A WAV file of half an hour that begins with noise; the rest takes up no space on the hard disk. */
async function halfAnHour(drive, sound) {
  const path = await drive.write('long.wav', wavFile(sound));
  const dataBytes = LONG_BLOCKS * BLOCK_BYTES;
  const file = await open(path, 'r+');
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32LE(dataBytes + WAV_HEADER_BYTES - 8, 0);
  sizes.writeUInt32LE(dataBytes, 4);
  await file.write(sizes, 0, 4, 4);
  await file.write(sizes, 4, 4, WAV_HEADER_BYTES - 4);
  await file.truncate(WAV_HEADER_BYTES + dataBytes);
  await file.close();
  return path;
}

/** Asserts what an interrupted burn left: a track that is the beginning of its source. */
function assertBeginning(track, sound) {
  assert.ok(track.lengthBlocks >= 300 && track.lengthBlocks < LONG_BLOCKS, `${track.lengthBlocks} blocks`);
  const heard = Math.min(sound.length, track.bytes.length);
  assertSameBytes(track.bytes.subarray(0, heard), sound.subarray(0, heard), 'the part of the track that was written');
  assert.ok(track.bytes.subarray(heard).every((byte) => byte === 0));
}

/** A burn that must fail: returns its error from the JSON output, and the path of its trace. */
async function failingBurn(drive, files, status, { device, extra = [] } = {}) {
  const tracePath = join(drive.folder, 'failed.jsonl');
  const burn = ['burn', '--yes', '--json', '--trace', tracePath, ...extra, ...files];
  const { stdout } = await drive.discwright(burn, { status, device });
  const { error } = JSON.parse(stdout);
  assert.equal(error.exitCode, status);
  assert.ok(error.remedy.length > 0);
  return { error, tracePath };
}

const writeFault = (device) => () =>
  atVirtualDrive({ faults: [{ at: { command: 'WRITE(10)', nth: 10 }, does: { sense: '3/0C/00' } }] }, async (drive) => {
    const sounds = soundsOf(1);
    const { error, tracePath } = await failingBurn(drive, await wavsOf(drive, sounds), 1, { device });
    assert.deepEqual([error.name, error.phase], ['BurnError', 'writing']);
    assert.match(error.message, /Write error/i);
    assert.match(error.message, /3\/0C\/00/);
    await assertReleased(drive, tracePath);
    const { repairs } = await drive.ask(['close', '--yes'], { device });
    const disc = await drive.disc();
    assert.equal(disc.status, 'complete');
    assert.equal(disc.tracks.length, 1);
    assert.ok(disc.tracks[0].lengthBlocks >= 300);
    assertSameBytes(
      disc.tracks[0].bytes.subarray(0, 9 * 27 * BLOCK_BYTES),
      sounds[0].subarray(0, 9 * 27 * BLOCK_BYTES),
      'what was written before the fault',
    );
    return repairs.join('; ');
  });

const disconnected = (device) => () =>
  atVirtualDrive({ time: 'real' }, async (drive) => {
    const sound = noise(LONG_NOISE_BYTES, 7);
    const tracePath = join(drive.folder, 'gone.jsonl');
    const burning = drive.startDiscwright(['burn', '--yes', '--trace', tracePath, await halfAnHour(drive, sound)], {
      device,
    });
    await burning.said(PROGRESS);
    await drive.killServer();
    const { status, stderr } = await burning.ended;
    assert.ok(status === 1 || status === 3, `ended with ${status}: ${stderr}`);
    assert.match(stderr, /the drive has been disconnected|no longer there/);
    assert.match(stderr, /cable/);
    await drive.serve();
    assert.equal(await trayIsLocked(drive), false);
    const { repairs } = await drive.ask(['close', '--yes'], { device });
    const disc = await drive.disc();
    assert.deepEqual([disc.status, disc.tracks.length], ['complete', 1]);
    assertBeginning(disc.tracks[0], sound);
    return `status ${status}; ${repairs.join('; ')}`;
  });

const interrupted = (signal, device) => () =>
  atVirtualDrive({ time: 'real' }, async (drive) => {
    const sound = noise(LONG_NOISE_BYTES, 8);
    const tracePath = join(drive.folder, 'stopped.jsonl');
    const burning = drive.startDiscwright(['burn', '--yes', '--trace', tracePath, await halfAnHour(drive, sound)], {
      device,
    });
    await burning.said(PROGRESS);
    const second = await drive.discwright(['burn', '--yes', '--json', ...(await wavsOf(drive, soundsOf(9)))], {
      device,
      status: 3,
    });
    const { error } = JSON.parse(second.stdout);
    assert.deepEqual([error.name, error.kind], ['TransportError', 'busy']);
    assert.match(error.message, /another program/);
    if (device === SR) {
      const wodim = await drive.run('wodim', [`dev=${SR}`, '-toc'], { status: 255 });
      assert.match(wodim.both, /Device or resource busy/);
    }
    burning.kill(signal);
    const { status, stdout } = await burning.ended;
    assert.equal(status, 130, stdout);
    assert.match(stdout, /^Stopped\.$/m);
    await assertReleased(drive, tracePath);
    const disc = await drive.disc();
    assert.deepEqual([disc.status, disc.tracks.length], ['complete', 1]);
    assertBeginning(disc.tracks[0], sound);
    return `${disc.tracks[0].lengthBlocks} blocks`;
  });

const wodimFirst = () =>
  atVirtualDrive({}, async (drive) => {
    const sounds = soundsOf(16, [800_000, 900_000]);
    const files = await wavsOf(drive, sounds);
    const wodim = drive.start('wodim', [`dev=${SR}`, 'gracetime=20', '-v', '-tao', '-audio', '-pad', ...files]);
    await wodim.said(/Starting to write/);
    const { error } = await drive.ask(['burn', '--yes', ...files], { status: 3 });
    assert.deepEqual([error.name, error.kind], ['TransportError', 'busy']);
    assert.equal((await wodim.ended).status, 0);
    assertTracks(await drive.disc(), sounds);
  });

const lostWrites = (hostTimeout, times) => [{ at: { command: 'WRITE(10)', nth: 12 }, does: { hostTimeout }, times }];

/** The next writable address shows whether the drive took the blocks, and the burn goes on there. */
const lostWrite = (hostTimeout) => () =>
  atVirtualDrive({ faults: lostWrites(hostTimeout, 1) }, async (drive) => {
    const sounds = soundsOf(17);
    const { warnings } = await drive.ask(['burn', '--yes', ...(await wavsOf(drive, sounds))]);
    assert.match(warnings.join(' '), /did not answer in time \[host status 3/);
    assertTracks(await drive.disc(), sounds);
  });

/** @param times after which the burn gives up */
const lostForGood = (hostTimeout, times) => () =>
  atVirtualDrive({ faults: lostWrites(hostTimeout, times) }, async (drive) => {
    const sounds = soundsOf(17);
    const { error, tracePath } = await failingBurn(drive, await wavsOf(drive, sounds), 1);
    assert.deepEqual([error.name, error.phase], ['BurnError', 'writing']);
    assert.match(error.message, /did not answer in time \[host status 3/);
    await assertReleased(drive, tracePath);
    await drive.discwright(['close', '--yes']);
    const { status, tracks } = await drive.disc();
    assert.equal(status, 'complete');
    // It is unknown whether the twelfth WRITE was carried out; the blocks of the eleven before it are there.
    const safe = 11 * 27 * BLOCK_BYTES;
    assertSameBytes(tracks[0].bytes.subarray(0, safe), sounds[0].subarray(0, safe), 'the WRITEs that were answered');
    return `${tracks[0].lengthBlocks} blocks`;
  });

const killed = (device) => () =>
  atVirtualDrive({ time: 'real' }, async (drive) => {
    const sound = noise(LONG_NOISE_BYTES, 10);
    const burning = drive.startDiscwright(['burn', '--yes', await halfAnHour(drive, sound)], { device });
    await burning.said(PROGRESS);
    burning.kill('SIGKILL');
    assert.equal((await burning.ended).signal, 'SIGKILL');
    assert.equal(await trayIsLocked(drive), true);
    await drive.discwright(['eject'], { device });
    await drive.discwright(['load'], { device });
    const info = await drive.ask(['info'], { device });
    assert.equal(info.disc.status, 'appendable');
    const { repairs, disc: reported } = await drive.ask(['close', '--yes'], { device });
    assert.equal(reported.status, 'complete');
    assert.equal(await trayIsLocked(drive), false);
    await drive.discwright(['eject'], { device });
    const disc = await drive.disc();
    assertBeginning(disc.tracks[0], sound);
    return repairs.join('; ');
  });

/** A query is sent twice before a lost answer is reported. */
const LOST_ANSWERS = 3;

const timedOut = (device) => () =>
  atVirtualDrive(
    { faults: [{ at: { command: 'READ DISC INFORMATION' }, does: { hostTimeout: true }, times: LOST_ANSWERS }] },
    async (drive) => {
      const { error } = JSON.parse((await drive.discwright(['info', '--json'], { device, status: 3 })).stdout);
      assert.deepEqual([error.name, error.kind], ['TransportError', 'timeout']);
      assert.match(error.osCode, /host status 3/);
      // The last of them is lost now, and asked for again.
      assert.equal((await drive.ask(['info'], { device })).disc.status, 'blank');
    },
  );

/** A burn that must be refused before anything is written. */
async function refusedBurn(drive, device, status = 2) {
  const files = await wavsOf(drive, soundsOf(12));
  const { error, tracePath } = await failingBurn(drive, files, status, { device });
  const written = (await commandsOf(tracePath)).filter(({ cdb }) => WRITING.has(cdb[0]));
  assert.deepEqual(written, []);
  return error;
}

const noDisc = (device) => () =>
  atVirtualDrive({}, async (drive) => {
    await drive.discwright(['eject'], { device });
    assert.equal((await drive.ask(['info'], { device })).disc, null);
    const error = await refusedBurn(drive, device, 1);
    assert.match(error.message, /2\/3A\/02 medium not present, tray open/);
    assert.match(error.remedy, /insert a disc/);
    assert.equal((await drive.ask(['load'], { device })).disc.status, 'blank');
    return error.message;
  });

const finalized = (device) => () =>
  atVirtualDrive({}, async (drive) => {
    const sounds = soundsOf(13);
    await drive.discwright(['burn', '--yes', ...(await wavsOf(drive, sounds))], { device });
    const error = await refusedBurn(drive, device);
    assert.match(error.message, /nothing can be added/);
    assert.equal(error.disc.status, 'complete');
    assertTracks(await drive.disc(), sounds);
  });

const unreadable = (device) => () =>
  atVirtualDrive(
    {
      faults: [
        { at: { command: 'CLOSE TRACK/SESSION' }, does: { scratch: { fromLba: 200, toLba: 201, kind: 'unreadable' } } },
      ],
    },
    async (drive) => {
      const files = await wavsOf(drive, soundsOf(14));
      const { error, tracePath } = await failingBurn(drive, files, 4, { device, extra: ['--verify', 'full'] });
      assert.deepEqual([error.name, error.phase], ['BurnError', 'verifying']);
      assert.match(error.message, /3\/11\/05/);
      await assertReleased(drive, tracePath);
      return error.message;
    },
  );

const unplugged = (device) => () =>
  atVirtualDrive({ faults: [{ at: { command: 'WRITE(10)', nth: 12 }, does: { disconnect: true } }] }, async (drive) => {
    const { error } = await failingBurn(drive, await wavsOf(drive, soundsOf(15)), 1, { device });
    assert.match(error.message, /DID_NO_CONNECT/);
    return error.message;
  });

const withoutServer = (device) => () =>
  atVirtualDrive({}, async (drive) => {
    await drive.stop();
    const { stdout } = await drive.discwright(['info', '--json'], { device, status: 3 });
    const { error } = JSON.parse(stdout);
    assert.equal(error.name, 'TransportError');
    assert.match(error.osCode, /ENOENT/);
    return error.message;
  });

export const scenarios = [
  { name: 'discwright: a write fault through sr, explained, then closed', run: writeFault(SR) },
  { name: 'discwright: a write fault through sg, explained, then closed', run: writeFault(SG) },
  { name: 'discwright: the drive is disconnected during a burn through sr', run: disconnected(SR), waits: true },
  {
    name: 'discwright: a second discwright, wodim, then SIGINT, through sr',
    run: interrupted('SIGINT', SR),
    waits: true,
  },
  { name: 'discwright: a second discwright, then SIGTERM, through sg', run: interrupted('SIGTERM', SG), waits: true },
  { name: 'discwright: SIGKILL, then closed, through sg', run: killed(SG), waits: true },
  { name: 'discwright: refused while wodim burns', run: wodimFirst, waits: true },
  { name: 'discwright: a WRITE is lost once', run: lostWrite(true) },
  { name: 'discwright: the answer to a WRITE is lost once', run: lostWrite('carried-out') },
  { name: 'discwright: a WRITE is lost again and again', run: lostForGood(true, 2) },
  { name: 'discwright: the answers to WRITEs are lost', run: lostForGood('carried-out', 3) },
  { name: 'discwright: no answer in time, through sr', run: timedOut(SR) },
  { name: 'discwright: no answer in time, through sg', run: timedOut(SG) },
  { name: 'discwright: no disc, through sr', run: noDisc(SR) },
  { name: 'discwright: no disc, through sg', run: noDisc(SG) },
  { name: 'discwright: a finalized disc', run: finalized(SR) },
  { name: 'discwright: a block that cannot be read back', run: unreadable(SR) },
  { name: 'discwright: the drive is unplugged during a burn', run: unplugged(SG) },
  { name: 'discwright: a node without a server', run: withoutServer(SR) },
];
