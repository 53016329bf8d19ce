import { issue } from '../../src/scsi/execute.ts';
import { parseTrace, RecordingTransport, type Trace } from '../../src/trace/index.ts';
import type { ScsiTransport } from '../../src/transport/transport.ts';
import { type Script, ScriptedTransport } from './scripted-transport.ts';

/** The trace of what a program does with a scripted drive. */
export async function record(script: Script, program: (transport: ScsiTransport) => Promise<unknown>): Promise<Trace> {
  const lines: string[] = [];
  const transport = new RecordingTransport(new ScriptedTransport(script), (line) => void lines.push(line));
  await program(transport).catch(() => {});
  await transport.close();
  return parseTrace(`${lines.join('\n')}\n`);
}

/** A program that sends these commands, one after the other. */
export const sends =
  (...commands: Parameters<typeof issue>[1][]) =>
  async (transport: ScsiTransport) => {
    for (const command of commands) await issue(transport, command);
  };
