import { HostFailure } from '../connection/host-failure.ts';
import type { Effect } from './effect.ts';

export const hostTimeoutEffect = (carriedOut: boolean): Effect => ({
  async hit(_call, next) {
    if (carriedOut) await next();
    throw new HostFailure('timeout', 'the answer was lost');
  },
});

export const disconnectEffect: Effect = {
  async hit({ burner }) {
    const reason = 'the drive has been unplugged';
    burner.vanish(reason);
    throw new HostFailure('gone', reason);
  },
};

/** The command reaches the drive when it has come back, which tells of it then as it tells of every start. */
export const restartEffect: Effect = {
  async hit({ burner }, next) {
    await burner.restart({ reload: true });
    return next();
  },
};

export const powerFailureEffect: Effect = {
  async hit({ burner }) {
    const reason = "the drive's power has failed";
    await burner.restart({ reload: true });
    burner.vanish(reason);
    throw new HostFailure('gone', reason);
  },
};

export const resetEffect: Effect = {
  async hit({ burner }, next) {
    await burner.restart({ reload: false });
    return next();
  },
};
