import { expect, test } from '@jest/globals';
import { wallClock } from '../../src/transport/wall-clock.ts';

test('never goes back, and a sleep takes time', async () => {
  const before = wallClock.now();
  await wallClock.sleep(1);
  expect(wallClock.now()).toBeGreaterThan(before);
});

test("an aborted sleep rejects with the signal's own reason, even when it was aborted before", async () => {
  const reason = new Error('cancelled by the user');
  const controller = new AbortController();
  const sleeping = wallClock.sleep(60_000, controller.signal);
  controller.abort(reason);
  await expect(sleeping).rejects.toBe(reason);
  await expect(wallClock.sleep(60_000, controller.signal)).rejects.toBe(reason);
});
