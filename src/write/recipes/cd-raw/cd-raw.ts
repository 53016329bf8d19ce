import { FIRST_LEAD_OUT_BLOCKS, RAW_SUB_CHANNEL_BYTES } from '../../../cd/geometry.ts';
import { DataBlockType, WriteType } from '../../../mmc/mode-pages/write-parameters.ts';
import { endingInMmc } from '../../ending.ts';
import { BurnError } from '../../engine/burn-error.ts';
import type { Extent } from '../../engine/send-extent.ts';
import { type TrackFormat, TrackFormats } from '../../engine/track-format.ts';
import { formatOf } from '../../engine/track-source.ts';
import { setWriteParameters } from '../../engine/write-parameters.ts';
import type { Recipe, Unit } from '../../recipe.ts';
import { leadInPeriodOf, packBytesOf } from '../../whole-session/cd-text-lead-in.ts';
import { endSession, finishSession } from '../../whole-session/close.ts';
import { layOut } from '../../whole-session/layout.ts';
import { leadInStart, sessionStart } from '../../whole-session/place.ts';
import { planSession } from '../../whole-session/plan.ts';
import type { PreparedSession } from '../../whole-session/prepared.ts';
import { shortTrackWarnings } from '../../whole-session/short-tracks.ts';
import { verifyTrack } from '../../whole-session/verify-track.ts';
import { CD_PROFILES, checkCdMedium } from '../cd-medium.ts';
import { leadInQ, tocOf } from './lead-in-q.ts';
import { leadOutSubcode, TrackSubcode } from './program-q.ts';
import { RAW_FORMAT, rawSource, userDataOf } from './raw-source.ts';

const name = 'RAW 96';

/** CLOSE SESSION cannot change a lead-in that is on the disc already. */
const CUT_OFF =
  'the burn was stopped before all of it was written. The lead-in, which comes first, lists tracks that are not there, or not whole: the disc is probably unusable. Burn another one';

const recipe: Recipe<PreparedSession> = {
  name,
  profiles: CD_PROFILES,
  unit: 'session',
  checkMedium: checkCdMedium,

  plan(sources, disc) {
    if (disc.sessions > 0) {
      throw new BurnError({
        phase: 'planning',
        code: 'INVALID_REQUEST',
        reason: `${name} writes a whole disc, and this one has a session already`,
        remedy: 'Use a blank disc, or another way of writing',
        disc,
      });
    }
    return planSession(name, sources, disc, (source) => formatOf(source).dataBlockType === DataBlockType.Mode1);
  },

  async *prepare(job, unit) {
    const { drive, ending, testWrite, bufferUnderrunFree, cdText } = job;
    if (ending !== 'finalize') {
      throw new BurnError({
        phase: 'preparing',
        code: 'INVALID_REQUEST',
        reason: `${name} writes a whole disc, to which nothing can be added`,
        remedy: 'Finalize the disc, or use another way of writing',
      });
    }
    for (const warning of shortTrackWarnings(unit)) yield { phase: 'preparing', warning };
    const { multiSession } = endingInMmc(ending);
    const format: TrackFormat = { ...TrackFormats.audio, dataBlockType: DataBlockType.RawPwRaw };
    await setWriteParameters(drive, { writeType: WriteType.Raw, multiSession, format, testWrite, bufferUnderrunFree });
    await job.calibrate();
    const layout = layOut(await sessionStart(job), unit);
    const leadInLba = await leadInStart(job, layout.startLba);
    const packs = cdText === undefined || cdText.length === 0 ? undefined : packBytesOf(cdText);
    return { layout, leadInLba, packs };
  },

  extents: async ({ catalogueNumber }, _unit, prepared) => extentsOf(prepared, catalogueNumber),

  async *end(job, sent, { layout }) {
    yield* endSession(job, sent);
    const isWhole = sent.length === layout.tracks.length && sent.every(({ stopped }) => !stopped);
    if (!job.testWrite && !isWhole) yield { phase: 'closing the session', warning: CUT_OFF };
  },

  finish: (job, prepared) => finishSession(job, prepared?.packs, []),

  verify: verifyTrack,
};

/**
 * Raw writing with 96 bytes of sub-channels a block (MMC-5 4.2.3.6), for drives without Session-At-Once: the host makes
 * lead-in, program area and lead-out, with Q, CRC and CD-TEXT, and data sectors whole and scrambled.
 */
export const cdRaw: Recipe = recipe;

function extentsOf({ layout, leadInLba, packs }: PreparedSession, catalogueNumber: string | undefined): Unit<Extent> {
  const { tracks, startLba, leadOutLba } = layout;
  const [first, last] = [tracks[0], tracks.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('a session has at least one track');
  const raw = { minimumBlocks: 0, format: RAW_FORMAT };
  const toc = tocOf(layout, first.plan.format.sessionFormat);
  const text = packs === undefined ? undefined : leadInPeriodOf(packs);
  const leadInBlocks = startLba - leadInLba;
  const leadIn: Extent = {
    ...raw,
    part: 'lead-in',
    track: first.plan.number,
    startLba: leadInLba,
    lengthBlocks: leadInBlocks,
    source: rawSource({
      name: 'the lead-in',
      startLba: leadInLba,
      lengthBlocks: leadInBlocks,
      format: first.plan.format,
      subcode: (lba) => ({ q: leadInQ(toc, lba - leadInLba, lba), pause: false }),
      ...(text === undefined ? {} : { rToW: (block) => blockOf(text, block) }),
    }),
  };
  const program = tracks.flatMap((track, index): Extent[] => {
    const { plan, pauseLba, gapBlocks } = track;
    const { number, source, format, lengthBlocks } = plan;
    const subcode = new TrackSubcode(track, catalogueNumber);
    const at = (lba: number) => subcode.at(lba);
    const start = pauseLba + gapBlocks;
    const { pregapBlocks = 0 } = source;
    const next = tracks[index + 1];
    const gap = { name: 'a gap', startLba: pauseLba, lengthBlocks: gapBlocks, format, subcode: at };
    return [
      ...(gapBlocks === 0
        ? []
        : [
            {
              ...raw,
              part: 'pregap' as const,
              track: number,
              startLba: pauseLba,
              lengthBlocks: gapBlocks,
              source: rawSource(gap),
            },
          ]),
      {
        ...raw,
        track: number,
        startLba: start,
        lengthBlocks,
        trackFormat: format,
        userDataOf: (block) => userDataOf(format, block),
        source: rawSource({ name: source.name, startLba: start, lengthBlocks, format, source, subcode: at }),
        ...(pregapBlocks === 0 ? {} : { pregapBlocks }),
        ...(next === undefined || next.startLba === next.pauseLba
          ? {}
          : { nextPregapBlocks: next.startLba - next.pauseLba }),
      },
    ];
  });
  const leadOut: Extent = {
    ...raw,
    part: 'lead-out',
    track: last.plan.number,
    startLba: leadOutLba,
    lengthBlocks: FIRST_LEAD_OUT_BLOCKS,
    source: rawSource({
      name: 'the lead-out',
      startLba: leadOutLba,
      lengthBlocks: FIRST_LEAD_OUT_BLOCKS,
      format: last.plan.format,
      subcode: (lba) => leadOutSubcode(layout, lba),
    }),
  };
  return [leadIn, ...program, leadOut];
}

/** R to W of a block of a lead-in that repeats these. */
function blockOf(period: Uint8Array, block: number): Uint8Array {
  const blocks = period.length / RAW_SUB_CHANNEL_BYTES;
  const at = (block % blocks) * RAW_SUB_CHANNEL_BYTES;
  return period.subarray(at, at + RAW_SUB_CHANNEL_BYTES);
}
