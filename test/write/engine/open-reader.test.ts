import { describe, expect, jest, test } from '@jest/globals';
import * as root from '../../../src/index.ts';
import { SimulatedDrive } from '../../../src/simulator/index.ts';
import { openReader } from '../../../src/write/engine/open-reader.ts';

const AUDIO_BYTES = 310 * 2352;

const burning = (read: (target: Uint8Array) => unknown, recipe: root.Recipe) => {
  const drive = new root.Drive(new SimulatedDrive());
  const source = {
    name: 'mine',
    lengthBytes: AUDIO_BYTES,
    repeatable: true,
    openReader: async () => ({ read: async (target: Uint8Array) => read(target) as number, close: async () => {} }),
  };
  return root.burn(drive, recipe, [source], { verify: 'none' });
};

const finished = async (burn: AsyncGenerator<unknown, unknown>) => {
  while (!(await burn.next()).done);
};

describe.each([
  ['Track-At-Once', root.cdTrackAtOnce],
  ['Session-At-Once', root.cdSessionAtOnce],
  ['raw', root.cdRaw],
])('%s: a source whose read() does not return a number of bytes ends the burn', (_, recipe) => {
  test.each([
    ['undefined', undefined],
    ['NaN', Number.NaN],
    ['-5', -5],
    ['1.5', 1.5],
    ['more than was asked for', 1e9],
  ])('%s', async (__, count) => {
    await expect(finished(burning(() => count, recipe))).rejects.toMatchObject({
      code: 'SOURCE_FAILED',
      message: expect.stringMatching(/its read\(\) returned .*, not the number of bytes that it read \(0 to \d+\)/),
    });
  });
});

test('a source that opens no reader is named', async () => {
  const drive = new root.Drive(new SimulatedDrive());
  const source = { name: 'mine', lengthBytes: AUDIO_BYTES, repeatable: true, openReader: async () => undefined };
  await expect(finished(root.burn(drive, root.cdTrackAtOnce, [source as never]))).rejects.toThrow(
    /its openReader\(\) returned undefined, not a reader/,
  );
});

test.each([[10n], [-1], [Number.NaN], ['4']])(
  'a length of %p is refused before the drive is touched',
  async (length) => {
    const drive = new root.Drive(new SimulatedDrive());
    const source = { name: 'mine', lengthBytes: length, repeatable: true, openReader: async () => undefined };
    await expect(finished(root.burn(drive, root.cdTrackAtOnce, [source as never]))).rejects.toMatchObject({
      phase: 'planning',
      message: expect.stringMatching(/track 1 has a lengthBytes of/),
    });
  },
);

test('a source that never finishes closing is not waited for longer than 10 seconds', async () => {
  jest.useFakeTimers();
  try {
    const reader = await openReader({
      openReader: async () => ({ read: async () => 0, close: () => new Promise<void>(() => {}) }),
    });
    const closed = reader.close().then(() => 'closed');
    await jest.advanceTimersByTimeAsync(9_999);
    expect(await Promise.race([closed, Promise.resolve('waiting')])).toBe('waiting');
    await jest.advanceTimersByTimeAsync(1);
    expect(await closed).toBe('closed');
  } finally {
    jest.useRealTimers();
  }
});

test('a source that fails while it is closed is said to have failed', async () => {
  const reader = await openReader({
    openReader: async () => ({ read: async () => 0, close: () => Promise.reject(new Error('no')) }),
  });
  await expect(reader.close()).rejects.toThrow('no');
});
