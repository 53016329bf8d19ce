import process from 'node:process';

/** An operation that nobody has used yet. It must not refer to the operation itself, which could then never be collected. */
interface Unused {
  readonly name: string;
  /** The line of the program that made it; undefined where the engine does not say. */
  readonly calledAt: string | undefined;
}

const unused = new Set<Unused>();
/** Names that were reported: the same mistake in a loop is one mistake. */
const reported = new Set<string>();
const collected = new FinalizationRegistry<Unused>(report);
let watchesExit = false;

/** The warning for an operation of this name: `burnAudio()`. */
export function unusedInWords(name: string): string {
  const call = name.replace(/\(\)$/, '(...)');
  return (
    `${name} was called, but its result was never used, so it did nothing. ` +
    `Write \`await ${call}\`, or \`for await (const progress of ${call})\``
  );
}

/**
 * Reports an operation that is never used, once for each name: when it is collected, or when the program ends.
 * @returns says that it is used
 */
export function watchUse(operation: WeakKey, name: string, calledAt: string | undefined): () => void {
  const entry: Unused = { name, calledAt };
  unused.add(entry);
  collected.register(operation, entry, entry);
  if (!watchesExit) {
    watchesExit = true;
    process.on('beforeExit', () => {
      for (const each of unused) report(each);
    });
  }
  return () => {
    unused.delete(entry);
    collected.unregister(entry);
  };
}

function report(entry: Unused): void {
  unused.delete(entry);
  if (reported.has(entry.name)) return;
  reported.add(entry.name);
  process.emitWarning(unusedInWords(entry.name), {
    code: 'DISCWRIGHT_UNUSED',
    ...(entry.calledAt === undefined ? {} : { detail: `Called ${entry.calledAt}` }),
  });
}

/** Says that an operation failed and nothing of the program has seen it: only progress was listened to. */
export function warnOfUnseenFailure(name: string, error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.emitWarning(
    `${name} failed, and the program did not see the error. Await the operation, or listen to 'error' too. The error: ${reason}`,
    { code: 'DISCWRIGHT_UNSEEN_ERROR' },
  );
}

/** The line that called the function that made an operation: `at file:///.../burn.mjs:7:3`. */
export function callerOf(stack: string | undefined): string | undefined {
  const frames = stack?.split('\n').filter((line) => /^\s*at /.test(line)) ?? [];
  const [, caller] = frames.filter((frame) => !OWN_FRAMES.test(frame));
  return caller?.trim();
}

const OWN_FRAMES = /new Operation|\boperationOf\b/;
