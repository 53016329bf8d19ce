import { RAW_SUB_CHANNEL_BYTES, SHORTEST_TRACK_BLOCKS } from '../../../cd/geometry.ts';
import { SessionFormat } from '../../../cd/toc-entry.ts';
import type { DiscState } from '../../../drive/disc-state.ts';
import { DataBlockType, WriteType } from '../../../mmc/mode-pages/write-parameters.ts';
import { type Ending, endingInMmc } from '../../ending.ts';
import { BurnError } from '../../engine/burn-error.ts';
import { requirePlace } from '../../engine/plan-checks.ts';
import type { Extent } from '../../engine/send-extent.ts';
import { isAudio, type TrackFormat, TrackFormats } from '../../engine/track-format.ts';
import { formatOf, type TrackSource } from '../../engine/track-source.ts';
import { setWriteParameters } from '../../engine/write-parameters.ts';
import type { Recipe, TrackPlan, Unit, WriteJob } from '../../recipe.ts';
import { leadInPeriodOf, packBytesOf } from '../../whole-session/cd-text-lead-in.ts';
import { textsOfSession } from '../../whole-session/cd-text-of-session.ts';
import { endSession, finishSession } from '../../whole-session/close.ts';
import { leadInStart, placeSession } from '../../whole-session/place.ts';
import { planSession } from '../../whole-session/plan.ts';
import type { PreparedSession } from '../../whole-session/prepared.ts';
import { repeated } from '../../whole-session/repeated-source.ts';
import { shortTrackWarnings } from '../../whole-session/short-tracks.ts';
import { verifyTrack } from '../../whole-session/verify-track.ts';
import { CD_PROFILES, checkCdMedium } from '../cd-medium.ts';
import { sendSheet } from './send-sheet.ts';
import { isXa, userDataOfXa, XA_FORMAT, xaSource } from './xa-source.ts';

const name = 'Session-At-Once';

const recipe: Recipe<PreparedSession> = {
  name,
  profiles: CD_PROFILES,
  unit: 'session',
  checkMedium: checkCdMedium,
  plan: (sources, disc) =>
    planSession(name, sources, disc, (source) => CARRIED.includes(formatOf(source).dataBlockType)),

  checkRequest: requireClosing,

  remedy: (disc, { begun }) => (begun && disc !== undefined ? remedyWithoutTrack(disc) : undefined),

  async checkDrive(drive, sources, ending) {
    if (sources.length === 0) return;
    await setWriteParameters(drive, { ...parametersFor(sources, ending), testWrite: false, bufferUnderrunFree: true });
  },

  async *prepare(job, unit) {
    const { drive, ending, testWrite, bufferUnderrunFree, cdText } = job;
    const sources = unit.map(({ source }) => source);
    for (const warning of shortTrackWarnings(unit)) yield { phase: 'preparing', warning };
    await setWriteParameters(drive, { ...parametersFor(sources, ending), testWrite, bufferUnderrunFree });
    await job.calibrate();
    const layout = await placeSession(job, unit);
    for (const { plan, startLba } of layout.tracks) requirePlace(plan.source, plan.number, startLba);
    const leadInLba = await leadInStart(job, layout.startLba);
    const packs = cdText === undefined || cdText.length === 0 ? undefined : packBytesOf(textsOfSession(cdText, unit));
    const { form, losses } = await sendSheet(job, layout, { cdText: packs !== undefined, leadInLba });
    for (const warning of losses) yield { phase: 'preparing', warning };
    return { layout, leadInLba, packs: form.cdText ? packs : undefined };
  },

  extents: async (_job, _unit, prepared) => extentsOf(prepared),

  async *end(job, sent) {
    yield* endSession(job, sent);
    if (!job.testWrite && sent.length === 0 && job.cutOff?.stopped)
      yield { phase: 'closing the session', warning: BEFORE_FIRST_TRACK };
  },

  finish: (job, prepared) => finishSession(job, prepared?.packs),

  verify: verifyTrack,
};

/**
 * Session-At-Once on CD-R and CD-RW (MMC-5 4.2.3.5): a cue sheet lays out the session, and the host writes it from its first
 * pregap, or with CD-TEXT from its lead-in, to its end without a gap. The flush then closes it.
 */
export const cdSessionAtOnce: Recipe = recipe;

/** Data that a cue sheet has a form for. */
const CARRIED: readonly DataBlockType[] = [DataBlockType.Mode1, DataBlockType.Mode2Form1];

/** Session-At-Once goes by the cue sheet; the page has the kind of the session. */
function parametersFor(sources: readonly TrackSource[], ending: Ending) {
  const formats = sources.map(formatOf);
  const first = formats[0] === undefined || isAudio(formats[0]) ? TrackFormats.audio : TrackFormats.mode1;
  return {
    writeType: WriteType.SessionAtOnce,
    multiSession: endingInMmc(ending).multiSession,
    format: formats.some(isXa) ? { ...first, sessionFormat: SessionFormat.CdRomXa } : first,
  };
}

const BEFORE_FIRST_TRACK =
  'the session was stopped before its first track: none of its tracks is on the disc, but the start of the session may be. Look at the disc with `discwright info` before you use it again';

/** While a session has no track, drives take the disc for what it was before, whatever is in the lead-in or the pregap. */
function remedyWithoutTrack({ status, lastSession, erasable }: DiscState): string | undefined {
  if (status === 'blank') {
    const next = erasable ? 'erase it (`discwright blank`)' : 'use another disc';
    return `The drive takes the disc for blank, but the start of the session may be on it: ${next}, and burn again`;
  }
  if (status !== 'appendable' || lastSession !== 'empty') return undefined;
  return 'The disc has no track of this session, and plays as before. The start of the session may be on it all the same: if burning again fails, use another disc';
}

/** The flush closes the session: it cannot be left open. */
function requireClosing({ ending }: Pick<WriteJob, 'ending'>): void {
  if (ending !== 'leave-open') return;
  throw new BurnError({
    phase: 'planning',
    code: 'INVALID_REQUEST',
    reason: `${name} closes the session that it writes, so the disc cannot be left open`,
    remedy: 'Close the session so that another can follow (`close-session`), or write Track-At-Once',
  });
}

/** A block of the lead-in's sub-channel, R to W (MMC-3 annex J). */
const LEAD_IN_FORMAT: TrackFormat = {
  ...TrackFormats.audio,
  name: 'CD-TEXT',
  blockBytes: RAW_SUB_CHANNEL_BYTES,
  readsBack: false,
};

function extentsOf({ layout, leadInLba, packs }: PreparedSession): Unit<Extent> {
  const [first] = layout.tracks;
  const lengthBlocks = layout.startLba - leadInLba;
  const leadIn: Extent[] =
    packs === undefined
      ? []
      : [
          {
            track: first?.plan.number ?? 1,
            part: 'lead-in',
            startLba: leadInLba,
            lengthBlocks,
            minimumBlocks: 0,
            format: LEAD_IN_FORMAT,
            source: repeated(
              'the CD-TEXT',
              leadInPeriodOf(packs),
              lengthBlocks * RAW_SUB_CHANNEL_BYTES,
              LEAD_IN_FORMAT,
            ),
          },
        ];
  const tracks = layout.tracks.flatMap(({ plan, pauseLba, gapBlocks }, index): Extent[] => {
    const { number: track, lengthBlocks } = plan;
    const { pregapBlocks = 0 } = plan.source;
    const next = layout.tracks[index + 1];
    const { format, ...sent } = sentAs(plan, pauseLba + gapBlocks);
    const gap = { track, format, startLba: pauseLba, lengthBlocks: gapBlocks, minimumBlocks: 0, source: undefined };
    return [
      ...(gapBlocks === 0 ? [] : [gap]),
      {
        track,
        format,
        ...sent,
        startLba: pauseLba + gapBlocks,
        lengthBlocks,
        minimumBlocks: Math.min(lengthBlocks, pregapBlocks + SHORTEST_TRACK_BLOCKS),
        ...(pregapBlocks === 0 ? {} : { pregapBlocks }),
        ...(next === undefined || next.startLba === next.pauseLba
          ? {}
          : { nextPregapBlocks: next.startLba - next.pauseLba }),
      },
    ];
  });
  return [...leadIn, ...tracks] as unknown as Unit<Extent>;
}

/** How the blocks of a track are sent. */
function sentAs({ source, format, lengthBlocks }: TrackPlan, startLba: number) {
  if (!isXa(format)) return { format, source };
  return {
    format: XA_FORMAT,
    trackFormat: format,
    userDataOf: userDataOfXa,
    source: xaSource(source, startLba, lengthBlocks),
  };
}
