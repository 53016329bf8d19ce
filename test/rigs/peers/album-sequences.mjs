import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { wholeSessionOf } from '../../support/whole-session.mjs';
import { repository } from '../support/served-drive.mjs';
import { albumFiles } from './album.mjs';
import { atVirtualDrive, SR } from './virtual-drive.mjs';

/*
 * The same album burned by each program: what it sends must be what fixtures/golden/album-runs.json says. Where the programs differ, and
 * why, is in docs/sao-sequence.md, which test/golden/album-sequence.test.ts holds.
 */

const FIXTURE = join(repository, 'fixtures/golden/album-runs.json');
/** All of what is sent in one command. */
const LOG_BYTES = 131_072;

const programs = {
  discwright: (drive, { wavCue, texts }) =>
    drive.discwright(['burn', '--yes', '--verify', 'none', wavCue, ...texts.flatMap((name) => ['--cd-text', name])]),
  cdrskin: (drive, { wavCue, texts }) => {
    const sheets = texts.map((name) => `input_sheet_v07t=${name}`);
    return drive.run('cdrskin', [`dev=${SR}`, 'gracetime=0', '-sao', `cuefile=${wavCue}`, ...sheets]);
  },
  cdrdao: (drive, { toc }) =>
    drive.run('cdrdao', ['write', '--device', SR, '--driver', 'generic-mmc:0x10', '-n', '--force', toc]),
};

/** @returns what the program sent */
export const sessionBy = (program) =>
  atVirtualDrive({ logBytes: LOG_BYTES }, async (drive) => {
    await programs[program](drive, await albumFiles(drive));
    return wholeSessionOf(await drive.commands());
  });

export const albumSequenceScenarios = Object.keys(programs).map((program) => ({
  name: `album: what ${program} sends is what was recorded`,
  waits: true,
  run: async () => {
    const recorded = JSON.parse(await readFile(FIXTURE, 'utf8'))[program];
    const session = await sessionBy(program);
    assert.deepEqual(session, recorded);
    return `${session.cueSheet.length} entries, ${session.packs.length} packs, ${session.order}`;
  },
}));
