// In the guest: run.mjs GUEST [WORD...] runs that guest's scenarios and reports each to the host as a line of JSON.
import { appendFileSync } from 'node:fs';

const DEFAULT_LIMIT_MS = 180_000;

const [guest, ...words] = process.argv.slice(2);
const report = (line) => appendFileSync('/rig/report.jsonl', `${JSON.stringify(line)}\n`);

const { scenarios, recover, tearDown } = await import(`../scenarios/${guest}.mjs`);
const wanted = scenarios.filter(
  ({ name, always }) => always || words.length === 0 || words.some((word) => `${guest}: ${name}`.includes(word)),
);
report({ event: 'planned', names: wanted.map(({ name }) => name) });
for (const { name, run, limitMs = DEFAULT_LIMIT_MS } of wanted) {
  report({ event: 'began', name });
  const beganMs = performance.now();
  const ended = { event: 'ended', name, result: 'passed', seen: '' };
  try {
    ended.seen = (await within(limitMs, run())) ?? '';
  } catch (error) {
    ended.result = 'FAILED';
    ended.failure = String(error?.stack ?? error);
    // What one scenario leaves behind must not make the next one fail.
    await recover?.();
  }
  ended.seconds = Number(((performance.now() - beganMs) / 1_000).toFixed(1));
  report(ended);
}
await tearDown?.();
process.exit(0);

function within(limitMs, promise) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not done after ${limitMs / 1_000} s`)), limitMs);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}
