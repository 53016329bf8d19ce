import type { z } from 'zod';
import type { Behaviour } from '../../behaviour.ts';

/** One kind of habit: how its data look, and how a drive with it answers. */
export interface HabitKind<S extends z.ZodType> {
  readonly schema: S;
  /** Each drive gets its own: a habit may remember. */
  readonly answerer: (settings: z.infer<S>) => Behaviour['answer'];
}

export const defineHabit = <S extends z.ZodType>(kind: HabitKind<S>): HabitKind<S> => kind;
