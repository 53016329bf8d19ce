import { asusDrw24b1st } from './drives/asus-drw-24b1st.ts';
import { backwardTracks } from './drives/backward-tracks.ts';
import { beforeMmc2 } from './drives/before-mmc-2.ts';
import { blankDvdRwAppendable } from './drives/blank-dvd-rw-appendable.ts';
import { busyAtFirst } from './drives/busy-at-first.ts';
import { countsRunOut } from './drives/counts-run-out.ts';
import { cueSheetForm0 } from './drives/cue-sheet-form-0.ts';
import { cueSheetLeadIn } from './drives/cue-sheet-lead-in.ts';
import { cueSheetNoPauses } from './drives/cue-sheet-no-pauses.ts';
import { cueSheetRefused } from './drives/cue-sheet-refused.ts';
import { getPerformanceFails } from './drives/get-performance-fails.ts';
import { hidesSense } from './drives/hides-sense.ts';
import { hpDvd520n } from './drives/hp-dvd520n.ts';
import { immedIgnored } from './drives/immed-ignored.ts';
import { immedRefused } from './drives/immed-refused.ts';
import { impossiblyFast } from './drives/impossibly-fast.ts';
import { jittery } from './drives/jittery.ts';
import { keepsTrackOpen } from './drives/keeps-track-open.ts';
import { lgAudioPause } from './drives/lg-audio-pause.ts';
import { lgGh22ls30 } from './drives/lg-gh22ls30.ts';
import { lgGsa4081b } from './drives/lg-gsa-4081b.ts';
import { lgGsa4083n } from './drives/lg-gsa-4083n.ts';
import { liar } from './drives/liar.ts';
import { liarPlausible } from './drives/liar-plausible.ts';
import { liarStale } from './drives/liar-stale.ts';
import { liteOnIhbs112 } from './drives/lite-on-ihbs112.ts';
import { liteOnLtr48125s } from './drives/lite-on-ltr-48125s.ts';
import { matsushitaSessionFormat } from './drives/matsushita-session-format.ts';
import { mitsumi } from './drives/mitsumi.ts';
import { noCdText } from './drives/no-cd-text.ts';
import { noIncompleteTrack } from './drives/no-incomplete-track.ts';
import { noOpc } from './drives/no-opc.ts';
import { noPrevent } from './drives/no-prevent.ts';
import { noSao } from './drives/no-sao.ts';
import { noSaoAppend } from './drives/no-sao-append.ts';
import { noUnderrunProtection } from './drives/no-underrun-protection.ts';
import { opcAreaNearlyFull } from './drives/opc-area-nearly-full.ts';
import { opcAreaNearlyFullError } from './drives/opc-area-nearly-full-error.ts';
import { opcFails } from './drives/opc-fails.ts';
import { opcWritePermit } from './drives/opc-write-permit.ts';
import { pioneer } from './drives/pioneer.ts';
import { pioneer2009 } from './drives/pioneer-2009.ts';
import { pioneerBdr205 } from './drives/pioneer-bdr-205.ts';
import { pioneerBdrPr1 } from './drives/pioneer-bdr-pr1.ts';
import { pioneerBlankTypes } from './drives/pioneer-blank-types.ts';
import { pioneerDvrX05 } from './drives/pioneer-dvr-x05.ts';
import { progressStandsStill } from './drives/progress-stands-still.ts';
import { readsEarly } from './drives/reads-early.ts';
import { readsLate } from './drives/reads-late.ts';
import { sonyMinimalBlank } from './drives/sony-minimal-blank.ts';
import { sonyMultiSession } from './drives/sony-multi-session.ts';
import { speedIgnored } from './drives/speed-ignored.ts';
import { staleInformation } from './drives/stale-information.ts';
import { stubbornPage } from './drives/stubborn-page.ts';
import { teacDvW50d } from './drives/teac-dv-w50d.ts';
import { tooManyTracks } from './drives/too-many-tracks.ts';
import { type Personality, personalitySchema } from './personality.ts';

/** Every personality that comes with the package, in the order of their names. */
export const personalities: readonly Personality[] = [
  asusDrw24b1st,
  backwardTracks,
  beforeMmc2,
  blankDvdRwAppendable,
  busyAtFirst,
  countsRunOut,
  cueSheetForm0,
  cueSheetLeadIn,
  cueSheetNoPauses,
  cueSheetRefused,
  getPerformanceFails,
  hidesSense,
  hpDvd520n,
  immedIgnored,
  immedRefused,
  impossiblyFast,
  jittery,
  keepsTrackOpen,
  lgAudioPause,
  lgGh22ls30,
  lgGsa4081b,
  lgGsa4083n,
  liar,
  liarPlausible,
  liarStale,
  liteOnIhbs112,
  liteOnLtr48125s,
  matsushitaSessionFormat,
  mitsumi,
  noCdText,
  noIncompleteTrack,
  noOpc,
  noPrevent,
  noSao,
  noSaoAppend,
  noUnderrunProtection,
  opcAreaNearlyFull,
  opcAreaNearlyFullError,
  opcFails,
  opcWritePermit,
  pioneer,
  pioneer2009,
  pioneerBdr205,
  pioneerBdrPr1,
  pioneerBlankTypes,
  pioneerDvrX05,
  progressStandsStill,
  readsEarly,
  readsLate,
  sonyMinimalBlank,
  sonyMultiSession,
  speedIgnored,
  staleInformation,
  stubbornPage,
  teacDvW50d,
  tooManyTracks,
].map((data) => personalitySchema.parse(data));

/** The personality of that name; undefined when there is none. */
export const personalityNamed = (name: string): Personality | undefined =>
  personalities.find((personality) => personality.name === name);

export type { Habit } from './habits/index.ts';
export { burnerOptionsOf, type Personality, type PersonalityData, personalitySchema } from './personality.ts';
