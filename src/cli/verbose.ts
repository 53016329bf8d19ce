import type { ScsiTransport } from '../index.ts';
import type { Output } from './output.ts';

/** What prints every command that is sent through a connection, with its time, as `trace show` does. */
export async function verbosely(output: Pick<Output, 'note'>): Promise<(inner: ScsiTransport) => ScsiTransport> {
  const { describeEntries, parseTrace, RecordingTransport } = await import('../trace/index.ts');
  return (inner) => {
    let header: string | undefined;
    return new RecordingTransport(inner, (line) => {
      const whole = `${line.trimEnd()}\n`;
      if (header === undefined) header = whole;
      else for (const words of describeEntries(parseTrace(header + whole).entries)) output.note(words);
    });
  };
}
