import type { Chain } from './transport.ts';

/** A new chain. It stays whole until one of its requests fails or {@link breakChain} is called. */
export const createChain = (): Chain => ({ broken: new Int32Array(new SharedArrayBuffer(4)) });

export function chainIsBroken(chain: Chain | undefined): boolean {
  return chain !== undefined && Atomics.load(chain.broken, 0) !== 0;
}

/** Breaks a chain: its unsent requests are answered `skipped`. A pause before a resend ends immediately. */
export function breakChain(chain: Chain | undefined): void {
  if (chain === undefined) return;
  Atomics.store(chain.broken, 0, 1);
  Atomics.notify(chain.broken, 0);
}
