import { formatMsf, msfOfLba } from '../../../cd/msf.ts';
import {
  CUE_LEAD_IN,
  CUE_LEAD_OUT,
  CUE_SUB_CHANNEL_RAW,
  CueAdr,
  CueDataForm,
  type CueEntry,
  cueAt,
  cueCatalogNumber,
  cueIsrc,
  cuePosition,
} from '../../../mmc/commands/send-cue-sheet.ts';
import { isAudio, type TrackFormat } from '../../engine/track-format.ts';
import type { LaidOutTrack, SessionLayout } from '../../whole-session/layout.ts';
import { isXa } from './xa-source.ts';

/** How one sheet says what others say in another way, for drives that accept only some ways. */
export interface CueSheetForm {
  /** The data form of lead-in and lead-out, which the drive writes: that of a pause, as the standard has it, or that of a track. */
  readonly edges: 'pause' | 'track';
  /** The address of the lead-in's entry: 00:00:00, as programs send it, or its own. */
  readonly leadInLba?: number;
  /** Whether the host sends CD-TEXT for the lead-in. */
  readonly cdText: boolean;
  /** Whether pauses are in the sheet. Without them, they are the end of the track before, if that is of the same kind. */
  readonly pauses: boolean;
}

const formsOf = (format: TrackFormat): readonly [track: number, pause: number] => {
  if (isAudio(format)) return [CueDataForm.Audio, CueDataForm.AudioPause];
  return isXa(format) ? [CueDataForm.Xa, CueDataForm.XaPause] : [CueDataForm.Mode1, CueDataForm.Mode1Pause];
};
const formOf = (format: TrackFormat): number => formsOf(format)[0];
const pauseOf = (format: TrackFormat): number => formsOf(format)[1];

/** The cue sheet of a session (MMC-5 6.33): catalogue number, lead-in, each track's ISRC and indexes, lead-out. */
export function cueSheetOf(
  { tracks, leadOutLba }: SessionLayout,
  catalogueNumber: string | undefined,
  { edges, leadInLba, cdText, pauses }: CueSheetForm,
): CueEntry[] {
  const [first, last] = [tracks[0], tracks.at(-1)];
  if (first === undefined || last === undefined) return [];
  const edge = ({ format }: LaidOutTrack['plan']) => (edges === 'pause' ? pauseOf(format) : formOf(format));
  const leadIn = {
    track: CUE_LEAD_IN,
    index: 0,
    subChannelForm: cdText ? CUE_SUB_CHANNEL_RAW : 0,
    dataForm: edge(first.plan),
    ...(leadInLba === undefined ? { minute: 0, second: 0, frame: 0 } : msfOfLba(leadInLba)),
  };
  const leadOut = {
    track: CUE_LEAD_OUT,
    index: 1,
    subChannelForm: 0,
    dataForm: edge(last.plan),
    ...msfOfLba(leadOutLba),
  };
  return [
    ...(catalogueNumber === undefined ? [] : cueCatalogNumber(catalogueNumber)),
    cueAt(first.plan.format.trackMode, leadIn),
    ...tracks.flatMap((track) => entriesOf(track, pauses || track === first || track.changesKind)),
    cueAt(last.plan.format.trackMode, leadOut),
  ];
}

function entriesOf({ plan, pauseLba, startLba, indexLbas }: LaidOutTrack, pause: boolean): CueEntry[] {
  const { number, source, format } = plan;
  const control = format.trackMode;
  const at = (index: number, lba: number) =>
    cueAt(control, {
      track: number,
      index,
      subChannelForm: 0,
      dataForm: formOf(format),
      alternateCopy: source.serialCopy ?? false,
      ...msfOfLba(lba),
    });
  return [
    ...(source.isrc === undefined ? [] : cueIsrc(control, number, source.isrc)),
    ...(pause && pauseLba < startLba ? [at(0, pauseLba)] : []),
    at(1, startLba),
    ...indexLbas.map((lba, place) => at(place + 2, lba)),
  ];
}

const ENTRY_BYTES = 8;

/** The entry that holds this byte of the sheet, for a message: `entry 5: track 2, index 0 at 00:07:00, data form 0`. */
export function entryInWords(sheet: readonly CueEntry[], byte: number): string | undefined {
  const place = Math.floor(byte / ENTRY_BYTES);
  const entry = sheet[place];
  return entry === undefined ? undefined : `entry ${place + 1} of ${sheet.length}: ${contentInWords(entry)}`;
}

function contentInWords({ adr, control, content }: CueEntry): string {
  if (adr === CueAdr.CatalogNumber) return 'the catalogue number';
  if (adr === CueAdr.Isrc) return `the ISRC of track ${content[0] ?? 0}`;
  const position = cuePosition.decode(content);
  const { track, index, dataForm, subChannelForm } = position;
  const place =
    track === CUE_LEAD_IN ? 'lead-in' : track === CUE_LEAD_OUT ? 'lead-out' : `track ${track}, index ${index}`;
  const text = subChannelForm === CUE_SUB_CHANNEL_RAW ? ' with CD-TEXT' : '';
  return `${place}${text} at ${formatMsf(position)}, data form ${dataForm.toString(16).padStart(2, '0')}h, CONTROL ${control}`;
}
