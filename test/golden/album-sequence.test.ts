import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { Drive } from '../../src/drive/drive.ts';
import { type DiscJob, openJob } from '../../src/job/index.ts';
import { SimulatedDrive } from '../../src/simulator/index.ts';
import { burn, cdSessionAtOnce } from '../../src/write/index.ts';
import { wav } from '../job/support.ts';
import { noise } from '../support/sources.ts';
import { drainGenerator, TamperedTransport } from '../support/tampered-transport.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type SentCommand, type WholeSession, wholeSessionOf } from '../support/whole-session.mjs';
import { fieldsOf } from './album/fields.ts';
import { fixtureJson } from './exchanges.ts';

const LEAD_OUT_LBA = 2_875;
const SEED = 97;
const HEADING = '| program | what | discwright | the program | why |';

const recorded = fixtureJson('golden/album-runs.json') as Record<'discwright' | 'cdrskin' | 'cdrdao', WholeSession>;

/** The rows of the table of the album in docs/sao-sequence.md. */
function listedRows(): string[][] {
  const text = readFileSync(new URL('../../docs/sao-sequence.md', import.meta.url), 'utf8');
  const [, table = ''] = text.split(`${HEADING}\n|---|---|---|---|---|\n`);
  const [rows = ''] = table.split('\n\n');
  return rows.split('\n').map((line) => line.slice(2, -2).split(' | '));
}

const documentAt = (name: string): string =>
  fileURLToPath(new URL(`../../fixtures/golden/album/${name}`, import.meta.url));

/** A document of fixtures/golden/album with the sound that it names. */
async function album(document: string, texts: readonly string[]): Promise<DiscJob> {
  const folder = temporaryFolder();
  for (const name of [document, ...texts]) copyFileSync(documentAt(name), join(folder, name));
  writeFileSync(join(folder, 'live.wav'), wav(noise(LEAD_OUT_LBA * 2_352, SEED)));
  const cdText = texts.length === 0 ? {} : { cdText: texts.map((name) => join(folder, name)) };
  return openJob([join(folder, document)], cdText);
}

/** What discwright sends for it. */
async function sent(document: string, texts: readonly string[]): Promise<WholeSession> {
  await using job = await album(document, texts);
  const commands: SentCommand[] = [];
  const transport = new TamperedTransport(new SimulatedDrive(), async ({ cdb, data }, next) => {
    const bytes = data.direction === 'out' ? Buffer.from(data.bytes) : Buffer.alloc(0);
    const reply = await next();
    if (reply.outcome === 'answered') commands.push({ cdb: Buffer.from(cdb), data: bytes, status: reply.status });
    return reply;
  });
  await using drive = new Drive(transport);
  const { tracks, catalogueNumber, cdText } = job;
  const options = {
    verify: 'none',
    ...(catalogueNumber === undefined ? {} : { catalogueNumber }),
    ...(cdText === undefined ? {} : { cdText }),
  } as const;
  await drainGenerator(burn(drive, cdSessionAtOnce, tracks, options));
  return wholeSessionOf(commands);
}

describe('an album with everything, next to cdrskin and cdrdao', () => {
  test.each([
    ['its CUE sheet and text sheets', 'live.cue', ['English.txt', 'German.txt']],
    ["cdrdao's TOC file", 'live.toc', []],
  ])('%s become the commands that were recorded', async (_title, document, texts) => {
    expect(await sent(document, texts)).toEqual(recorded.discwright);
  });

  test('differs in exactly what docs/sao-sequence.md lists, for a reason that it gives', () => {
    const ours = fieldsOf(recorded.discwright);
    const found = (['cdrskin', 'cdrdao'] as const).flatMap((program) => {
      const theirs = fieldsOf(recorded[program]);
      return [...new Set([...Object.keys(ours), ...Object.keys(theirs)])]
        .filter((name) => ours[name] !== theirs[name])
        .map((name) => [program, name, ours[name] ?? 'none', theirs[name] ?? 'none'].join(' | '));
    });
    const listed = listedRows();
    expect(listed.map((cells) => cells.slice(0, 4).join(' | '))).toEqual(found);
    expect(listed.filter((cells) => (cells[4]?.length ?? 0) < 20)).toEqual([]);
  });

  test('every field of 22 entries, of page 05h and of the packs is compared, and every byte of the program area is the same', () => {
    const names = Object.keys(fieldsOf(recorded.discwright));
    expect(names.filter((name) => name.startsWith('cue sheet')).length).toBeGreaterThan(80);
    expect(names.filter((name) => name.startsWith('packs')).length).toBeGreaterThan(30);
    expect(recorded.cdrdao.packs).toEqual(recorded.discwright.packs);
    expect(new Set(Object.values(recorded).map(({ programCrc32 }) => programCrc32)).size).toBe(1);
  });
});
