/** What holds off the computer's sleep. */
export interface SleepHold extends AsyncDisposable {
  /** Whether the system said that it will not go to sleep. */
  readonly heldOff: boolean;
  /** Why not, as a phrase; undefined when it is held off. */
  readonly problem: string | undefined;
}
