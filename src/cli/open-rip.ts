import { open, readFile } from 'node:fs/promises';
import type { RipFacts } from '../picture/index.ts';
import { UsageError } from './cli-error.ts';
import { rip } from './schemas/rip.ts';

/** How the text of a rip begins. A trace has lines of JSON, and its first property is another. */
const BEGINS = /^\s*\{\s*"schema"\s*:\s*"discwright\/rip\//;
const BEGINNING_BYTES = 200;

/**
 * Reads what `rip --json` printed.
 * @returns undefined for any other file, also for one that cannot be read
 * @throws UsageError for a result that is cut off or was changed
 */
export async function openRip(path: string): Promise<RipFacts | undefined> {
  if (!BEGINS.test(await beginningOf(path))) return undefined;
  const refused = (why: string) =>
    new UsageError(`${path} is not what \`discwright rip --json\` prints: ${why}`, 'Rip the disc again with --json');
  let parsed: unknown;
  try {
    parsed = JSON.parse(await readFile(path, 'utf8'));
  } catch {
    throw refused('it is not complete');
  }
  const { success, data, error } = rip.safeParse(parsed);
  if (success) return data;
  const [issue] = error.issues;
  throw refused(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'it has another form'}`);
}

async function beginningOf(path: string): Promise<string> {
  try {
    await using file = await open(path);
    if (!(await file.stat()).isFile()) return '';
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } catch {
    return '';
  }
}
