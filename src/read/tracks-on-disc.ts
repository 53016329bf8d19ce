import { encodeControl } from '../cd/control.ts';
import { MOST_TRACKS, PREGAP_BLOCKS } from '../cd/geometry.ts';
import { isRefusal } from '../drive/bad-answer.ts';
import { currentProfile } from '../drive/current-profile.ts';
import { discInformation, readDiscState, type TrackState, trackInformation, trackState } from '../drive/disc-state.ts';
import type { Drive } from '../drive/drive.ts';
import { ImageError } from '../image/image-error.ts';
import { profileName } from '../mmc/profiles.ts';
import { readSessions } from './read-sessions.ts';

/**
 * The tracks of the disc, each of which the drive or the table of contents knows: none is left out because the drive once
 * refused to say where it is.
 * @param warnings gets what is not as the drive says
 * @param options `onlyCd`: a DVD or BD is an error; `signal`
 * @throws ImageError of kind `unreadable` for a track that must be there and of which nothing is known, and `unsuitable-disc`
 */
export async function tracksOnDisc(
  drive: Drive,
  warnings: string[],
  { onlyCd = false, signal }: { readonly onlyCd?: boolean; readonly signal?: AbortSignal | undefined } = {},
): Promise<readonly TrackState[]> {
  const { status, tracks, medium } = await readDiscState(drive, { signal });
  if (medium !== undefined && onlyCd) throw await notOfDvd(drive);
  if (status === 'blank') return tracks;
  const { firstTrack, lastTrackInLastSession: last } = await discInformation(drive, { signal });
  const listed = new Map((await listedTracks(drive, signal)).map((track) => [track.number, track]));
  const found = new Map(
    tracks
      .map((track) => withoutPregap(track, listed.get(track.number)))
      .filter((track) => agrees(track, listed.get(track.number)))
      .map((track) => [track.number, track]),
  );
  const counted = last <= MOST_TRACKS ? rangeOf(Math.max(1, firstTrack), last) : [];
  const expected = new Set([...counted, ...listed.keys()]);
  for (const number of [...expected].filter((each) => !found.has(each))) {
    const inToc = listed.get(number);
    const answer = await trackOnDisc(drive, number, signal);
    const reported = answer === undefined || answer === 'blank' ? answer : withoutPregap(answer, inToc);
    const denied = reported === 'blank' ? inToc !== undefined : reported !== undefined && !agrees(reported, inToc);
    const track = denied ? inToc : (reported ?? inToc);
    if (track !== undefined && track !== 'blank') found.set(number, track);
    if (track !== undefined && track === inToc) {
      warnings.push(
        `the drive does not say where track ${number} is; its place is from the table of contents, and includes the pause after it`,
      );
    }
    // The number after the last track of an open session is that of a track that is not there yet.
    if (track === undefined && (status === 'complete' || number < last)) {
      throw new ImageError({
        kind: 'unreadable',
        reason: `the drive does not say where track ${number} is, and the disc has no table of contents that does`,
        remedy: 'Try again, or try another drive',
      });
    }
  }
  return [...found.values()].sort((a, b) => a.number - b.number);
}

async function notOfDvd(drive: Drive): Promise<ImageError> {
  const profile = await currentProfile(drive);
  const kind = profile === undefined ? 'not a CD' : `a ${profileName(profile)}`;
  return new ImageError({
    kind: 'unsuitable-disc',
    reason: `the disc is ${kind}, and only CDs are ripped, and exported to BIN/CUE or WAV`,
    remedy:
      'Export it as an image (`discwright export --iso FILE`), or take its files out (`discwright iso extract --output FOLDER`)',
  });
}

/** Some drives count a track's pregap in; the table of contents does not. */
function withoutPregap(track: TrackState, listed: TrackState | undefined): TrackState {
  if (listed === undefined || listed.startLba - track.startLba !== PREGAP_BLOCKS) return track;
  return { ...track, startLba: listed.startLba, lengthBlocks: Math.max(0, track.lengthBlocks - PREGAP_BLOCKS) };
}

/** Whether a track can be where the drive says: a garbled answer says that it is elsewhere, or empty. */
const agrees = (track: TrackState, listed: TrackState | undefined): boolean =>
  listed === undefined || (track.startLba === listed.startLba && track.lengthBlocks > 0);

const rangeOf = (first: number, last: number): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => first + index);

/** What the drive says of a track; undefined if it refuses, or speaks of another. */
async function trackOnDisc(
  drive: Drive,
  number: number,
  signal: AbortSignal | undefined,
): Promise<TrackState | 'blank' | undefined> {
  try {
    const track = await trackInformation(drive, number, { signal });
    if (track.track !== 0 && track.track !== number) return undefined;
    return track.blank ? 'blank' : trackState(number, track);
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** The tracks of all tables of contents; none where the drive has none of this disc. */
async function listedTracks(drive: Drive, signal: AbortSignal | undefined): Promise<TrackState[]> {
  return (await readSessions(drive, { signal })).flatMap(({ number: session, tracks }) =>
    tracks.map(({ kind, preEmphasis, copyPermitted, ...place }) => ({
      ...place,
      session,
      kind,
      control: encodeControl({ kind, preEmphasis, copyPermitted }),
      dataMode: 15,
      open: false,
      damaged: false,
    })),
  );
}
