import type * as z from 'zod';
import type { Behaviour } from '../../behaviour.ts';

/** One kind of habit: the schema of its data, and how a drive with it answers. */
export interface HabitKind<S extends z.ZodType> {
  readonly schema: S;
  /** Called once for each drive, since a habit may have state. */
  readonly answerer: (settings: z.infer<S>) => Behaviour['answer'];
}

export const defineHabit = <S extends z.ZodType>(kind: HabitKind<S>): HabitKind<S> => kind;
