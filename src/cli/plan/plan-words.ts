import { AUDIO_BLOCK_BYTES, type DiscJob, type JobPlan, type JobTrack, type PlannedTrack } from '../../index.ts';
import { FRAMES_PER_SECOND } from '../../mmc/index.ts';
import { cdTextInWords } from '../cd-text-words.ts';
import { lengthText, msfText, plural, secondsText, table } from '../format.ts';

/** What a job will be on a blank disc. */
export function planInWords(job: DiscJob, plan: JobPlan): string[] {
  const { tracks, lengthBlocks, leadOuts, needsSessionAtOnce } = plan;
  const between = plan.layout === 'paused' ? '2 s of silence between tracks' : 'no silence added between tracks';
  const how = tracks.length > 1 ? `, with ${between}` : '';
  return [
    `${plural(tracks.length, 'track')}, ${secondsText(lengthBlocks / FRAMES_PER_SECOND)} (${lengthBlocks} blocks)${how}`,
    ...(leadOuts.length > 1 ? [`${leadOuts.length} sessions`] : []),
    ...(job.catalogueNumber === undefined ? [] : [`Catalogue number ${job.catalogueNumber}`]),
    '',
    ...tracksInWords(job, plan),
    ...(job.cdText ?? []).flatMap((block) => ['', ...cdTextInWords(block)]),
    ...(needsSessionAtOnce.length === 0
      ? []
      : ['', `Needs Session-At-Once, because of: ${needsSessionAtOnce.join('; ')}.`]),
  ];
}

function tracksInWords({ tracks }: DiscJob, plan: JobPlan): string[] {
  const rows = plan.tracks.flatMap((track, index) =>
    track.indexes.map(({ number, startLba, lengthBlocks }) => [
      track.number,
      number,
      msfText(startLba),
      startLba,
      lengthText(lengthBlocks),
      number === 1
        ? [track.kind, ...notesOf(tracks[index]), ...paddingInWords(track)].join(', ')
        : number === 0
          ? pauseInWords(tracks[index])
          : '',
      number === 1 ? track.name : '',
    ]),
  );
  const end = plan.leadOuts.at(-1) ?? 0;
  return table([
    ['Track', 'Index', 'Start', 'LBA', 'Length', 'Kind', 'From'],
    ...rows,
    ['out', '', msfText(end), end, '', '', ''],
  ]);
}

const pauseInWords = (track: JobTrack | undefined): string => (track?.hiddenTrack ? 'hidden track' : 'pause');

/** A block that is not full is less than 14 ms. */
function paddingInWords({ kind, paddingBytes }: PlannedTrack): string[] {
  if (paddingBytes === 0) return [];
  if (kind === 'data') return [`${plural(paddingBytes, 'byte')} of zeros added`];
  const ms = (paddingBytes / AUDIO_BLOCK_BYTES / FRAMES_PER_SECOND) * 1_000;
  const time = ms < 14 ? `${ms.toFixed(1)} ms` : `${(ms / 1_000).toFixed(2)} s`;
  return [`${time} of silence added`];
}

function notesOf(track: JobTrack | undefined): string[] {
  if (track === undefined) return [];
  return [
    ...(track.isrc === undefined ? [] : [`ISRC ${track.isrc}`]),
    ...(track.preEmphasis ? ['pre-emphasis'] : []),
    ...(track.copyPermitted ? ['copies permitted'] : []),
    ...(track.serialCopy ? ['SCMS copy'] : []),
    ...(track.fourChannel ? ['four channels'] : []),
  ];
}
