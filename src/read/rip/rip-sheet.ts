import { basename } from 'node:path';
import type { CdTextPack } from '../../cd/cd-text/pack.ts';
import type { CueDisc, CueTrack } from '../../image/cue-sheet.ts';
import type { DiscTexts } from '../disc-texts.ts';
import { BIN_NAME, CD_TEXT_NAME, type FilePart } from './rip-files.ts';
import type { PlannedTrack } from './rip-plan.ts';
import type { SheetNumbers } from './sheet-numbers.ts';

export interface SheetFacts {
  readonly chosen: readonly PlannedTrack[];
  readonly parts: readonly FilePart[];
  readonly texts: DiscTexts;
  readonly packs: readonly CdTextPack[];
  /** By the track's number on the disc. */
  readonly numbers: SheetNumbers;
  readonly dataModes: ReadonlyMap<number, CueTrack['mode']>;
  readonly oneFile: boolean;
}

/** The sheet that describes the files of a rip. */
export function ripSheet({ chosen, parts, texts, packs, numbers, dataModes, oneFile }: SheetFacts): CueDisc {
  let positionBlocks = 0;
  const tracks: CueTrack[] = [];
  for (const { track, pauseLba, indexLbas, q } of chosen) {
    const part = parts.find(({ number }) => number === track.number);
    if (part === undefined) continue;
    const at = (lba: number) => lba - part.range.startLba + (oneFile ? positionBlocks : 0);
    const pause: [number, number][] = pauseLba < track.startLba ? [[0, at(pauseLba)]] : [];
    const indexes = indexLbas.map((lba, index): [number, number] => [index + 2, at(lba)]);
    const isAudio = track.kind === 'audio';
    tracks.push({
      number: numbers.get(track.number) ?? track.number,
      session: track.session,
      mode: dataModes.get(track.number) ?? 'AUDIO',
      file: oneFile ? undefined : { name: basename(part.path), type: isAudio ? 'WAVE' : 'BINARY' },
      indexes: [...pause, [1, at(track.startLba)], ...indexes],
      control: q?.control ?? track.control,
      serialCopy: q?.serialCopy ?? false,
      isrc: texts.isrcs.get(track.number),
      texts: texts.tracks.get(track.number),
    });
    positionBlocks += part.range.endLba - part.range.startLba;
  }
  return {
    ...(oneFile ? { binName: BIN_NAME } : {}),
    cdTextFile: packs.length > 0 ? CD_TEXT_NAME : undefined,
    catalogNumber: texts.catalogNumber,
    album: texts.album,
    tracks,
  };
}
