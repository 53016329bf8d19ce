import type { SleepHold } from './sleep-hold.ts';

export type { SleepHold };

const notHeld = (problem: string): SleepHold => ({
  heldOff: false,
  problem,
  [Symbol.asyncDispose]: async () => {},
});

/**
 * Asks the system not to go to sleep until the result is disposed: a drive loses its power, and a burn its disc. Linux is
 * asked through `systemd-inhibit`, Windows through SetThreadExecutionState. Where it cannot be held
 * off, {@link SleepHold.problem} says why.
 * @param why what for, as the system shows it: `burning a disc`
 * @throws nothing
 */
export async function keepAwake(why: string): Promise<SleepHold> {
  try {
    switch (process.platform) {
      case 'linux': {
        const { inhibitSleep } = await import('./linux/inhibit-sleep.ts');
        return await inhibitSleep(why);
      }
      case 'win32': {
        const { requireSystem } = await import('./win32/require-system.ts');
        return requireSystem();
      }
      default:
        return notHeld(`this is not supported on ${process.platform}`);
    }
  } catch (error) {
    return notHeld(error instanceof Error ? error.message : String(error));
  }
}
