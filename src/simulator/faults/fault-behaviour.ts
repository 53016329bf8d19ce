import { type OptionNames, requireKnownOptions } from '../../known-options.ts';
import type { Behaviour } from '../behaviour.ts';
import { senseEffect, statusEffect } from './answers.ts';
import { disconnectEffect, hostTimeoutEffect, powerFailureEffect, resetEffect, restartEffect } from './connections.ts';
import type { Effect } from './effect.ts';
import { type Fault, type FaultEffect, faultSchema } from './fault.ts';
import { shortDataEffect, staleDataEffect } from './replies.ts';
import { falseResidueEffect, residueEffect } from './residues.ts';
import { scratchEffect, wearEffect } from './surface.ts';
import { triggerOf } from './trigger.ts';

/** The options of {@link faultBehaviour}. */
export interface FaultBehaviourOptions {
  /** The time on the drive's clock, in milliseconds, from which the fault's times count. */
  readonly sinceMs: number;
}

const OPTIONS: OptionNames<FaultBehaviourOptions> = { sinceMs: 'main' };

/**
 * Turns a fault into a behaviour.
 * @throws ZodError for data that is not a fault; OptionsError
 */
export function faultBehaviour(fault: Fault, options: FaultBehaviourOptions): Behaviour {
  requireKnownOptions('faultBehaviour()', options, OPTIONS);
  const { sinceMs } = options;
  const checked = faultSchema.parse(fault);
  const hits = triggerOf(checked, sinceMs);
  const effect = effectOf(checked.does);
  let afterHit = false;
  return {
    name: `fault ${JSON.stringify(fault)}`,
    answer(call, next) {
      const carryOut = (altered = call) => next(altered);
      if (!hits(call)) return effect.miss?.(call, carryOut, afterHit) ?? next();
      afterHit = true;
      return effect.hit(call, carryOut);
    },
  };
}

function effectOf(does: FaultEffect): Effect {
  if (does.sense !== undefined) return senseEffect(does.sense, does);
  if (does.status !== undefined) return statusEffect(does.status);
  if (does.hostTimeout !== undefined) return hostTimeoutEffect(does.hostTimeout === 'carried-out');
  if (does.shortData !== undefined) return shortDataEffect(does.shortData);
  if (does.staleData !== undefined) return staleDataEffect(does.staleData);
  if (does.residue !== undefined) return residueEffect(does.residue);
  if (does.falseResidue !== undefined) return falseResidueEffect(does.falseResidue);
  if (does.disconnect) return disconnectEffect;
  if (does.powerLoss !== undefined) return does.powerLoss === 'gone' ? powerFailureEffect : restartEffect;
  if (does.reset) return resetEffect;
  if (does.scratch !== undefined) return scratchEffect(does.scratch);
  if (does.wear !== undefined) return wearEffect(does.wear);
  throw new Error('a fault that does nothing');
}
