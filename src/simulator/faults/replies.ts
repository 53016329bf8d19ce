import type { Effect } from './effect.ts';

export const shortDataEffect = (lengthBytes: number): Effect => ({
  async hit(_call, next) {
    const answer = await next();
    return { ...answer, data: answer.data.subarray(0, lengthBytes) };
  },
});

/** Some adapters pass on old contents of their memory: the reply looks complete, but its end is that of another reply. */
export function staleDataEffect(lengthBytes: number): Effect {
  let before: Uint8Array = new Uint8Array();
  return {
    async hit(_call, next) {
      const answer = await next();
      const fresh = answer.data.subarray(0, lengthBytes);
      const data = new Uint8Array(Math.max(fresh.length, before.length));
      data.set(before);
      data.set(fresh);
      return { ...answer, data };
    },
    async miss(_call, next) {
      const answer = await next();
      if (answer.data.length > 0) before = answer.data;
      return answer;
    },
  };
}
