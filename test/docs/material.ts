import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pcm } from '../audio/wav-builder.ts';
import { writeWav } from '../cli/wavs.ts';
import type { Workplace } from './workplace.ts';

/** Discs that pages have in their drives, and what wrote them. Names that begin with `?` are blank media. */
const DISCS: Readonly<Record<string, string>> = {
  'album.disc': 'discwright burn album.cue --device sim:album.disc',
  'enhanced.disc': 'discwright enhanced one.wav --data photos --device sim:enhanced.disc',
  'dvd-files.disc': "discwright data photos --device 'sim:dvd-files.disc?medium=DVD%2BR'",
  'dvd-rw.disc': "discwright data photos --device 'sim:dvd-rw.disc?medium=DVD%2BRW'",
  'files.disc': 'discwright data photos --device sim:files.disc',
  'full-rw.disc': "discwright burn one.wav --device 'sim:full-rw.disc?medium=CD-RW'",
  'open-files.disc': 'discwright data photos --leave-open --device sim:open-files.disc',
  'open.disc': 'discwright burn one.wav --leave-open --device sim:open.disc',
};

/** The files that pages burn, each with sound of its own. */
export async function writeMaterial({ folder }: Workplace): Promise<void> {
  const names = ['one', 'two', 'three'];
  for (const [index, name] of names.entries()) await writeWav(folder, `${name}.wav`, pcm(2352 * (310 + index)));
  const sheet = names.flatMap((name, index) => [
    `FILE "${name}.wav" WAVE`,
    `  TRACK 0${index + 1} AUDIO`,
    `    TITLE "${name}"`,
    '    INDEX 01 00:00:00',
  ]);
  for (const name of ['album', 'live']) {
    writeFileSync(join(folder, `${name}.cue`), ['TITLE "Numbers"', ...sheet, ''].join('\n'));
  }
  const tracks = names.flatMap((name) => ['TRACK AUDIO', `FILE "${name}.wav" 0`]);
  writeFileSync(join(folder, 'album.toc'), ['CD_DA', ...tracks, ''].join('\n'));
  writeFileSync(join(folder, 'one.pcm'), pcm(2352 * 310));
  for (const name of ['photos', 'letters', 'pictures']) {
    mkdirSync(join(folder, name));
    writeFileSync(join(folder, name, `${name}.txt`), `${name}\n`.repeat(500));
  }
}

/** Puts a disc into the drive of a workplace, and returns the drive's name. */
export async function insertDisc(workplace: Workplace, disc: string | undefined): Promise<string> {
  if (disc === undefined) return 'sim:sr0.disc';
  const preparation = DISCS[disc];
  if (preparation !== undefined) await workplace.run(preparation);
  else if (!disc.startsWith('?')) throw new Error(`there is no disc ${disc}`);
  return preparation === undefined ? `sim:sr0.disc${disc}` : `sim:${disc}`;
}
