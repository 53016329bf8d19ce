import { HostFailure } from '../host-failure.ts';
import type { Effect } from './effect.ts';

export const hostTimeoutEffect = (carriedOut: boolean): Effect => ({
  async hit(_call, next) {
    if (carriedOut) await next();
    throw new HostFailure('timeout', 'the answer was lost');
  },
});

export const disconnectEffect: Effect = {
  async hit({ drive }) {
    const reason = 'the drive has been unplugged';
    drive.vanish(reason);
    throw new HostFailure('gone', reason);
  },
};

/** The command reaches the drive once it is back, and is answered like the first command after any start. */
export const restartEffect: Effect = {
  async hit({ drive }, next) {
    await drive.restart({ reload: true });
    return next();
  },
};

export const powerFailureEffect: Effect = {
  async hit({ drive }) {
    const reason = 'the drive lost power';
    await drive.restart({ reload: true });
    drive.vanish(reason);
    throw new HostFailure('gone', reason);
  },
};

export const resetEffect: Effect = {
  async hit({ drive }, next) {
    await drive.restart({ reload: false });
    return next();
  },
};
