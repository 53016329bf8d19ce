// What the contract suite needs of @jest/globals, for Deno: declares tests, which run.mjs then runs in their order.
import { createRequire } from 'node:module';

export const { expect } = createRequire(import.meta.url)('expect');
export const jest = { setTimeout: () => {} };

/** @type {{ name: string, run?: () => Promise<void> }[]} */
export const declared = [];
let place = [];

export function describe(title, define) {
  place = [...place, title];
  define();
  place = place.slice(0, -1);
}

export function test(title, run) {
  declared.push({ name: [...place, title].join(' > '), run });
}

test.skip = (title) => {
  declared.push({ name: [...place, title].join(' > ') });
};
