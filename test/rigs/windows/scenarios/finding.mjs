import assert from 'node:assert/strict';
import { openDrive } from '../../../../dist/index.js';
import { writeParametersPage } from '../../../../dist/mmc/index.js';
import { runExpecting } from '../../support/programs.mjs';
import { discwrightScript } from '../../support/served-drive.mjs';
import { Machine } from '../machine.mjs';
import { windowsPath } from '../wine.mjs';
import { LIKE_WINDOWS } from './support.mjs';

const IDENTITY = { vendor: 'DISCWRT', product: 'VIRTUAL CD-RW' };

/** Listing, naming and opening drives. */
export const finding = (wine) => [
  {
    name: 'structures, control codes and errors equal those of C headers and ntdll',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { ours, theirs, errors } = await machine.script('layouts.mjs', [windowsPath(wine.kit.layouts)]);
        assert.deepEqual(ours, theirs);
        // For these we report the NTSTATUS only, without a Win32 error.
        const unnamed = errors.filter((error) => error.ours === null).map(({ name }) => name);
        assert.deepEqual(unnamed, ['success', 'invalidDeviceState']);
        const named = errors.filter((error) => error.ours !== null);
        assert.deepEqual(
          named.filter((error) => error.ours !== error.theirs),
          [],
        );
        return `${Object.keys(theirs).length} declarations, ${named.length} errors`;
      }),
  },
  {
    name: 'drives: lists D: and no hard disk',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { stdout } = await machine.discwright(0, ['drives', '--json'], LIKE_WINDOWS);
        const { drives } = JSON.parse(stdout);
        assert.equal(drives.length, 1);
        const [{ path, vendor, product, accessible, capabilities }] = drives;
        const found = { path, vendor, product, accessible, writesCdR: capabilities?.writesCdR };
        assert.deepEqual(found, {
          path: 'D:',
          vendor: 'DOUBLE',
          product: 'OF CDROM.SYS',
          accessible: true,
          writesCdR: true,
        });
        return `${vendor} ${product}`;
      }),
  },
  {
    name: 'a system that does not report names: INQUIRY does',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { stdout } = await machine.discwright(0, ['drives', '--json']);
        const [{ vendor, product }] = JSON.parse(stdout).drives;
        assert.deepEqual({ vendor, product }, IDENTITY);
      }),
  },
  {
    name: 'the different names of a drive, INQUIRY',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const good = ['D:', 'd:', 'D:\\', '\\\\.\\D:', '\\\\?\\d:'];
        const bad = ['\\\\.\\CdRom0', 'C:', 'Q:', '\\\\.\\PhysicalDrive0', 'D:\\folder', '\\\\.\\CdRom7', ''];
        const answers = await machine.script('names.mjs', [...good, ...bad], LIKE_WINDOWS);
        for (const name of good) assert.deepEqual(answers[name], { ...IDENTITY, maxTransferBytes: 65_536 }, name);
        const kinds = Object.fromEntries(bad.map((name) => [name, answers[name].kind]));
        assert.deepEqual(kinds, {
          // Wine opens it but accepts no SCSI commands there; Windows does.
          '\\\\.\\CdRom0': 'unsupported',
          'C:': 'unsupported',
          'Q:': 'not-found',
          '\\\\.\\PhysicalDrive0': 'not-found',
          'D:\\folder': 'not-found',
          '\\\\.\\CdRom7': 'not-found',
          '': 'not-found',
        });
        assert.match(answers['C:'].message, /not an optical drive.*drives/s);
        return `${good.length} open, ${bad.length} refused`;
      }),
  },
  {
    name: '--device that is not a drive: exit code 3 and an explanation',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { stderr } = await machine.discwright(3, ['info', '--device', 'C:'], LIKE_WINDOWS);
        assert.match(stderr, /C:.*not an optical drive/s);
        assert.deepEqual((await machine.log()).join(''), '', 'a hard disk must not be opened');
      }),
  },
  {
    name: 'page 05h: changed, read back',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const { before, changeable, after } = await machine.script('page.mjs', [], LIKE_WINDOWS);
        assert.notEqual(after, before);
        // Test write and Track-At-Once; 11b and audio with copies permitted; 300 blocks of pause.
        const page = Buffer.from(after, 'hex');
        assert.deepEqual([page[0] % 64, page[1], page[2] % 32, page[3] % 16, page[3] >= 0xc0], [5, 50, 0x11, 2, true]);
        assert.equal(page.readUInt16BE(14), 300);
        assert.equal(Buffer.from(changeable, 'hex').length, page.length);
        // The same drive, seen from Linux.
        const drive = await openDrive(machine.device);
        const { bytes } = await drive.modePage(writeParametersPage).finally(() => drive.close());
        assert.equal(Buffer.from(bytes).toString('hex'), after);
      }),
  },
  {
    name: 'a trace from Windows, replayed on Linux',
    run: () =>
      Machine.with(wine, {}, async (machine) => {
        const trace = machine.path('info.jsonl');
        const args = ['info', '--json'];
        const there = await machine.discwright(0, [...args, '--trace', windowsPath(trace)], LIKE_WINDOWS);
        const replay = [discwrightScript, ...args, '--device', `replay:${trace}`];
        const here = await runExpecting(0, process.execPath, replay);
        assert.deepEqual(JSON.parse(here.stdout).disc, JSON.parse(there.stdout).disc);
      }),
  },
];
