import { expect, jest, test } from '@jest/globals';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

// Each test starts several processes: slow on a busy machine.
jest.setTimeout(60_000);

test('trace show cuts long lines, --full does not, and --json has the words too', async () => {
  const cwd = temporaryFolder();
  await discwright(['features', '--device', 'sim:', '--trace', 't.jsonl'], { cwd });
  await discwright(['info', '--device', 'sim:', '--trace', 'i.jsonl'], { cwd });
  const show = async (...args: string[]) => (await discwright(['trace', 'show', ...args], { cwd })).stdout;
  const short = await show('i.jsonl');
  const full = await show('i.jsonl', '--full');
  expect(short).toContain('READ DISC INFORMATION');
  expect(short).not.toContain('dirty no');
  expect(full).toContain('dirty no');
  expect(full).not.toContain('…');
  const { entries } = JSON.parse(await show('t.jsonl', '--json'));
  expect(entries[0]).toMatchObject({ type: 'exchange', words: expect.stringContaining('INQUIRY') });
});
