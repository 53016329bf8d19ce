import * as z from 'zod';
import type { Behaviour } from '../../behaviour.ts';
import { busyAtFirst } from './busy-at-first.ts';
import { claimsFeature } from './claims-feature.ts';
import { complains } from './complains.ts';
import type { HabitKind } from './define-habit.ts';
import { hidesSense } from './hides-sense.ts';
import { ignores } from './ignores.ts';
import { keepsTrackOpen } from './keeps-track-open.ts';
import { losesBuffer } from './loses-buffer.ts';
import { modePage } from './mode-page.ts';
import { readsDisplaced } from './reads-displaced.ts';
import { refuses } from './refuses.ts';
import { refusesCueSheet } from './refuses-cue-sheet.ts';
import { repeatsItself } from './repeats-itself.ts';
import { standsStill } from './stands-still.ts';
import { takesFor } from './takes-for.ts';
import { takesNoTime } from './takes-no-time.ts';
import { tells } from './tells.ts';
import { writesSilence } from './writes-silence.ts';

/** One habit as data; the field `habit` says which kind it is. */
export const habitSchema = z.discriminatedUnion('habit', [
  busyAtFirst.schema,
  claimsFeature.schema,
  complains.schema,
  hidesSense.schema,
  ignores.schema,
  keepsTrackOpen.schema,
  losesBuffer.schema,
  modePage.schema,
  readsDisplaced.schema,
  refuses.schema,
  refusesCueSheet.schema,
  repeatsItself.schema,
  standsStill.schema,
  takesFor.schema,
  takesNoTime.schema,
  tells.schema,
  writesSilence.schema,
]);
/** One way in which a simulated drive departs from the standard. */
export type Habit = z.infer<typeof habitSchema>;

const KINDS: { readonly [K in Habit['habit']]: HabitKind<any> } = {
  'busy-at-first': busyAtFirst,
  'claims-feature': claimsFeature,
  complains,
  'hides-sense': hidesSense,
  ignores,
  'keeps-track-open': keepsTrackOpen,
  'loses-buffer': losesBuffer,
  'mode-page': modePage,
  'reads-displaced': readsDisplaced,
  refuses,
  'refuses-cue-sheet': refusesCueSheet,
  'repeats-itself': repeatsItself,
  'stands-still': standsStill,
  'takes-for': takesFor,
  'takes-no-time': takesNoTime,
  tells,
  'writes-silence': writesSilence,
};

/** Creates a new behaviour for each call, since some have state. */
export const behaviourOf = (habit: Habit): Behaviour => ({
  name: habit.habit,
  answer: KINDS[habit.habit].answerer(habit),
});
