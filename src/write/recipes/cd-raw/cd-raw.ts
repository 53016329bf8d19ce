import type { DiscState } from '../../../drive/disc-state.ts';
import { DataBlockType, WriteType } from '../../../mmc/mode-pages/write-parameters.ts';
import { endingInMmc } from '../../ending.ts';
import { BurnError } from '../../engine/burn-error.ts';
import type { CutOff } from '../../engine/send-unit.ts';
import { type TrackFormat, TrackFormats } from '../../engine/track-format.ts';
import { formatOf } from '../../engine/track-source.ts';
import { setWriteParameters } from '../../engine/write-parameters.ts';
import type { Recipe, RecipeRequest } from '../../recipe.ts';
import { packBytesOf } from '../../whole-session/cd-text-lead-in.ts';
import { textsOfSession } from '../../whole-session/cd-text-of-session.ts';
import { endSession, finishSession } from '../../whole-session/close.ts';
import { leadInStart, placeSession } from '../../whole-session/place.ts';
import { planSession } from '../../whole-session/plan.ts';
import type { PreparedSession } from '../../whole-session/prepared.ts';
import { shortTrackWarnings } from '../../whole-session/short-tracks.ts';
import { verifyTrack } from '../../whole-session/verify-track.ts';
import { CD_PROFILES, checkCdMedium } from '../cd-medium.ts';
import type { RawBlockType } from './raw-block-types.ts';
import { rawExtents } from './raw-extents.ts';

const name = 'RAW 96';

/** CLOSE SESSION cannot change a lead-in that is on the disc already. */
const CUT_OFF =
  'the burn was stopped before all of it was written. The lead-in, which comes first, lists tracks that are not there, or not whole: the disc is probably unusable. Burn another one';

const CUT_OFF_IN_LEAD_OUT =
  'the burn was stopped in the lead-out. All tracks are on the disc, and its lead-in lists them, but nothing can complete the lead-out: some players may not accept the disc';

const recipeWith = (dataBlockType: RawBlockType): Recipe<PreparedSession> => ({
  name,
  profiles: CD_PROFILES,
  unit: 'session',
  checkMedium: checkCdMedium,

  checkRequest: requireWholeDisc,
  remedy: remedyOf,

  plan(sources, disc) {
    if (disc.sessions > 0) throw hasSession().with({ disc });
    return planSession(name, sources, disc, (source) => formatOf(source).dataBlockType === DataBlockType.Mode1);
  },

  async *prepare(job, unit) {
    const { drive, ending, testWrite, bufferUnderrunFree, cdText } = job;
    for (const warning of shortTrackWarnings(unit)) yield { phase: 'preparing', warning };
    const { multiSession } = endingInMmc(ending);
    const format: TrackFormat = { ...TrackFormats.audio, dataBlockType };
    await setWriteParameters(drive, { writeType: WriteType.Raw, multiSession, format, testWrite, bufferUnderrunFree });
    await job.calibrate();
    const layout = await placeSession(job, unit);
    const leadInLba = await leadInStart(job, layout.startLba);
    const packs = cdText === undefined || cdText.length === 0 ? undefined : packBytesOf(textsOfSession(cdText, unit));
    return { layout, leadInLba, packs };
  },

  extents: async ({ catalogueNumber }, _unit, prepared) => rawExtents(prepared, catalogueNumber),

  async *end(job, sent) {
    yield* endSession(job, sent);
    const { testWrite, cutOff } = job;
    if (testWrite || !cutOff?.stopped) return;
    const warning = cutOff.part === 'lead-out' ? CUT_OFF_IN_LEAD_OUT : CUT_OFF;
    yield { phase: 'closing the session', warning };
  },

  finish: (job, prepared) => finishSession(job, prepared?.packs, []),

  verify: verifyTrack,
});

/**
 * Raw writing with 96 bytes of sub-channels a block (MMC-5 4.2.3.6), for drives without Session-At-Once: the host makes
 * lead-in, program area and lead-out, with Q, CRC and CD-TEXT, and data sectors whole and scrambled.
 */
export const cdRaw: Recipe = recipeWith(DataBlockType.RawPwRaw);

/** {@link cdRaw} for a program that makes the blocks itself, with the sub-channels of this data block type. */
export const cdRawWith = (dataBlockType: RawBlockType): Recipe => recipeWith(dataBlockType);

const hasSession = (): BurnError =>
  new BurnError({
    phase: 'planning',
    code: 'INVALID_REQUEST',
    reason: `${name} writes a whole disc, and this one has a session already`,
    remedy: 'Use a blank disc, or another way of writing',
  });

function requireWholeDisc({ ending, afterSession = false }: RecipeRequest): void {
  if (afterSession) throw hasSession();
  if (ending === 'finalize') return;
  throw new BurnError({
    phase: 'planning',
    code: 'INVALID_REQUEST',
    reason: `${name} writes a whole disc, to which nothing can be added`,
    remedy: 'Finalize the disc, or use another way of writing',
  });
}

/** No drive continues such a disc, and none can change its lead-in: what is missing stays missing. */
function remedyOf(disc: DiscState | undefined, { part, begun }: CutOff): string | undefined {
  if (!begun) return undefined;
  const another = disc?.erasable ? 'erase this one (`discwright blank`) and burn again' : 'burn another disc';
  if (part === 'lead-out') {
    return `All tracks are on the disc, and its lead-in lists them. Only the lead-out is cut off, which nothing can complete: see whether the disc plays, and ${another} if not`;
  }
  return `A disc that is written raw cannot be continued, and its lead-in, which comes first, lists tracks that are not there, or not whole. Whatever the drive reports, the disc is probably unusable: ${another}`;
}
