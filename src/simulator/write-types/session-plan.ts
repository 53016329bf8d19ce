import { isDataControl } from '../../cd/control.ts';
import { isTrackNumber, MODE2_BLOCK_BYTES, MOST_TRACKS } from '../../cd/geometry.ts';
import { isCatalogNumber, isIsrc } from '../../cd/identifiers.ts';
import { lbaIfMsf } from '../../cd/msf.ts';
import {
  CUE_LEAD_IN,
  CUE_LEAD_OUT,
  CUE_SUB_CHANNEL_RAW,
  CueAdr,
  CueDataForm,
  type CueEntry,
  type CuePosition,
  cuePosition,
} from '../../mmc/commands/send-cue-sheet.ts';
import { invalidParameter } from '../check-condition.ts';
import type { TrackFormat, TrackPlace } from '../media/disc.ts';
import { StoredBytes } from '../media/stored-blocks.ts';

/** Blocks of a track that the host sends in the same form, or not at all. */
export interface Segment {
  readonly startLba: number;
  readonly endLba: number;
  /** What the host sends for each block; 0 if the drive generates them. */
  readonly hostBytes: number;
  readonly track: PlannedTrack;
}

export interface PlannedTrack {
  readonly format: TrackFormat;
  readonly place: TrackPlace;
}

/** A session as its cue sheet lays it out. */
export interface SessionPlan {
  readonly catalogNumber?: string;
  /** The host sends the lead-in's sub-channel. */
  readonly cdText: boolean;
  readonly startLba: number;
  readonly leadOutLba: number;
  readonly segments: readonly Segment[];
}

/** The limits that the sheet must fit. */
export interface Frame {
  /** The number that the first track must have; undefined on a blank disc, where it may be any. */
  readonly firstTrack: number | undefined;
  readonly startLba: number;
  readonly capacityBlocks: number;
}

const ENTRY_BYTES = 8;
/** Bytes of an entry, for field pointers. */
const At = { ControlAdr: 0, Track: 1, Index: 2, DataForm: 3, Address: 5 } as const;

interface FormBytes {
  readonly host: number;
  readonly stored: number;
  readonly data: boolean;
}
const FORMS: Readonly<Record<number, FormBytes>> = {
  [CueDataForm.Audio]: { host: StoredBytes.Audio, stored: StoredBytes.Audio, data: false },
  [CueDataForm.AudioPause]: { host: 0, stored: StoredBytes.Audio, data: false },
  [CueDataForm.Mode1]: { host: StoredBytes.Mode1, stored: StoredBytes.Mode1, data: true },
  [CueDataForm.Mode1Pause]: { host: 0, stored: StoredBytes.Mode1, data: true },
  [CueDataForm.Xa]: { host: MODE2_BLOCK_BYTES, stored: StoredBytes.Mode2Form1, data: true },
  [CueDataForm.XaPause]: { host: 0, stored: StoredBytes.Mode2Form1, data: true },
};

interface Position extends CuePosition {
  readonly control: number;
  readonly lba: number;
  readonly form: FormBytes;
  /** Refuses the sheet, pointing at a byte of this entry. */
  readonly refuse: (byte: number) => Error;
}

/** Reads a cue sheet. Throws CheckCondition 5/26/00, pointing at the first invalid byte. */
export function planOf(sheet: readonly CueEntry[], frame: Frame): SessionPlan {
  const catalogNumber = identifierOf(sheet, CueAdr.CatalogNumber, isCatalogNumber)(0);
  const isrcs = identifierOf(sheet, CueAdr.Isrc, isIsrc);
  const [leadIn, ...rest] = positionsOf(sheet);
  const leadOut = rest.pop();
  if (leadIn === undefined || leadIn.track !== CUE_LEAD_IN)
    throw leadIn?.refuse(At.Track) ?? invalidParameter(At.Track);
  if (leadOut === undefined || leadOut.track !== CUE_LEAD_OUT) throw (leadOut ?? leadIn).refuse(At.Track);
  if (leadOut.index !== 1) throw leadOut.refuse(At.Index);
  if (leadOut.lba > frame.capacityBlocks) throw leadOut.refuse(At.Address);
  checkOrder(rest, leadOut, frame);
  return {
    ...(catalogNumber === undefined ? {} : { catalogNumber }),
    cdText: leadIn.subChannelForm === CUE_SUB_CHANNEL_RAW,
    startLba: frame.startLba,
    leadOutLba: leadOut.lba,
    segments: segmentsOf(rest, leadOut.lba, isrcs),
  };
}

/** The entries with ADR 1; ADRs other than those of identifiers are refused. */
function positionsOf(sheet: readonly CueEntry[]): Position[] {
  return sheet.flatMap(({ control, adr, content }, entry) => {
    const refuse = (byte: number) => invalidParameter(entry * ENTRY_BYTES + byte);
    if (adr === CueAdr.CatalogNumber || adr === CueAdr.Isrc) return [];
    if (adr !== CueAdr.Position) throw refuse(At.ControlAdr);
    const position = cuePosition.decode(content);
    const form = FORMS[position.dataForm];
    if (form === undefined || form.data !== isDataControl(control)) throw refuse(At.DataForm);
    const subChannelAllowed = position.track === CUE_LEAD_IN ? CUE_SUB_CHANNEL_RAW : 0;
    if (position.subChannelForm > subChannelAllowed) throw refuse(At.DataForm);
    const lba = lbaIfMsf(position);
    if (lba === undefined) throw refuse(At.Address);
    return [{ ...position, control, form, lba, refuse }];
  });
}

/** Tracks must be consecutive, as must indexes, each after the one before; the first track begins at the program area. */
function checkOrder(positions: readonly Position[], leadOut: Position, frame: Frame): void {
  const [first] = positions;
  if (first === undefined) throw leadOut.refuse(At.Track);
  if (first.track !== (frame.firstTrack ?? first.track) || !isTrackNumber(first.track)) throw first.refuse(At.Track);
  if (first.index !== 0) throw first.refuse(At.Index);
  if (first.lba !== frame.startLba) throw first.refuse(At.Address);
  let previous = first;
  for (const position of [...positions.slice(1), leadOut]) {
    const sameTrack = position.track === previous.track;
    if (!sameTrack && previous.index === 0) throw position.refuse(At.Index);
    if (position !== leadOut) {
      const consecutive = sameTrack || position.track === previous.track + 1;
      if (!consecutive || position.track > MOST_TRACKS) throw position.refuse(At.Track);
      const indexes = sameTrack ? [previous.index + 1] : [0, 1];
      if (!indexes.includes(position.index)) throw position.refuse(At.Index);
      const differs = position.control !== previous.control || position.form.stored !== previous.form.stored;
      if (sameTrack && differs) throw position.refuse(At.ControlAdr);
    }
    if (position.lba <= previous.lba) throw position.refuse(At.Address);
    previous = position;
  }
}

function segmentsOf(
  positions: readonly Position[],
  leadOutLba: number,
  isrcOf: (track: number) => string | undefined,
): Segment[] {
  const tracks = new Map<number, PlannedTrack>();
  return positions.map((position, at) => {
    const { track, lba, form } = position;
    const planned =
      tracks.get(track) ??
      plannedTrack(
        positions.filter((each) => each.track === track),
        isrcOf(track),
      );
    tracks.set(track, planned);
    return { startLba: lba, endLba: positions[at + 1]?.lba ?? leadOutLba, hostBytes: form.host, track: planned };
  });
}

function plannedTrack(indexes: readonly Position[], isrc: string | undefined): PlannedTrack {
  const first = indexes[0] as Position;
  const start = indexes.find(({ index }) => index === 1) ?? first;
  return {
    format: {
      control: start.control,
      copy: start.alternateCopy,
      blockBytes: start.form.stored,
      ...(isrc === undefined ? {} : { isrc }),
    },
    place: {
      number: start.track,
      startLba: start.lba,
      pregapBlocks: start.lba - first.lba,
      runOutBlocks: 0,
      indexes: indexes.filter(({ index }) => index > 1).map(({ lba }) => lba),
    },
  };
}

/** Identifiers by track, 0 for the catalogue number: each is two entries, one after the other. */
function identifierOf(
  sheet: readonly CueEntry[],
  adr: number,
  isRight: (text: string) => boolean,
): (track: number) => string | undefined {
  const found = new Map<number, string>();
  const ofTrack = adr === CueAdr.Isrc;
  for (let entry = 0; entry < sheet.length; entry++) {
    const first = sheet[entry];
    if (first?.adr !== adr) continue;
    const second = sheet[entry + 1];
    const refuse = invalidParameter(entry * ENTRY_BYTES + (ofTrack ? At.Index : At.Track));
    if (second?.adr !== adr) throw refuse;
    const track = ofTrack ? (first.content[0] ?? 0) : 0;
    const half = ({ content }: CueEntry) => String.fromCharCode(...content.subarray(ofTrack ? 1 : 0));
    const text = `${half(first)}${half(second)}`.replace(/\0+$/, '');
    if (!isRight(text)) throw refuse;
    found.set(track, text);
    entry++;
  }
  return (track) => found.get(track);
}
