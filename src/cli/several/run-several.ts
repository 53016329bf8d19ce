import { askYes } from '../confirm.ts';
import type { ContextParts } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import type { Interrupt } from '../interrupt.ts';
import { Output } from '../output.ts';
import { barsOn, canRedraw } from '../progress/display.ts';
import { LineDisplay } from '../progress/line-display.ts';
import type { Display, Status } from '../progress/status.ts';
import { DriveStream } from './drive-output.ts';
import { Group } from './group.ts';
import { traceFileOf } from './trace-file.ts';

/** Runs a command line with one drive. */
export type RunOne = (args: readonly string[], parts: ContextParts) => Promise<ExitCode>;

interface Member {
  readonly device: string;
  readonly display: Display;
  readonly stdout: DriveStream;
  readonly stderr: DriveStream;
}

/**
 * Does the same with several drives at the same time. A failure with one does not stop the others.
 * @param rest the command line without its drives
 * @returns the exit code, which is that of all drives if they agree
 */
export async function runSeveral(
  devices: readonly string[],
  rest: readonly string[],
  { output, interrupt }: { readonly output: Output; readonly interrupt: Interrupt },
  runOne: RunOne,
): Promise<ExitCode> {
  const group = new Group(devices, (question) => askYes(question, interrupt));
  const { displays, end } = await displaysFor(devices, output);
  const members = devices.map((device, index): Member => {
    const display = displays[index] as Display & { readonly shown: boolean };
    const note = (text: string): boolean => {
      // Once there are bars, a line would be drawn over.
      if (displays.some(({ shown }) => shown)) return false;
      for (const line of text.trimEnd().split('\n')) output.alert(`${device}: ${line}`);
      return true;
    };
    return { device, display, stdout: new DriveStream(display), stderr: new DriveStream(display, note) };
  });
  const exitCodes = await Promise.all(
    members.map(async ({ device, display, stdout, stderr }, index) => {
      const parts = {
        member: { device, group, traceFile: (file: string) => traceFileOf(file, devices, index) },
        interrupt,
        output: new Output(output.json, stdout, stderr, output.modes),
      };
      const exitCode = await runOne(rest, parts);
      display.show({ title: exitCode === ExitCode.Done ? 'done' : 'failed', details: [] });
      group.end(device, exitCode);
      return exitCode;
    }),
  );
  end();
  const exitCode = group.refused ? refusedCode(exitCodes) : commonCode(exitCodes);
  show(output, members, exitCodes, exitCode);
  return exitCode;
}

const commonCode = (codes: readonly ExitCode[]): ExitCode => {
  if (codes.includes(ExitCode.Cancelled)) return ExitCode.Cancelled;
  return new Set(codes).size === 1 ? (codes[0] ?? ExitCode.Done) : ExitCode.Failed;
};

/** Nothing was written. */
const refusedCode = (codes: readonly ExitCode[]): ExitCode =>
  codes.includes(ExitCode.Cancelled) ? ExitCode.Cancelled : ExitCode.Refused;

function show(output: Output, members: readonly Member[], exitCodes: readonly ExitCode[], exitCode: ExitCode): void {
  if (output.json) {
    const drives = members.map(({ device, stdout }, index) => ({
      device,
      exitCode: exitCodes[index] ?? ExitCode.Failed,
      result: stdout.text === '' ? null : (JSON.parse(stdout.text) as Record<string, unknown>),
    }));
    output.result('several', { exitCode, drives }, () => []);
    return;
  }
  for (const [index, { device, stdout, stderr }] of members.entries()) {
    output.line();
    output.line(`${device}: ${exitCodes[index] === ExitCode.Done ? 'done' : `failed (exit code ${exitCodes[index]})`}`);
    if (stdout.text !== '') output.line(indented(stdout.text));
    if (stderr.text !== '') output.alert(indented(stderr.text));
  }
}

const indented = (text: string): string => text.trimEnd().replaceAll(/^(?=.)/gm, '  ');

/** One line of progress for each drive; none with `--quiet`. */
async function displaysFor(
  devices: readonly string[],
  { progressStream: stream, quiet }: Output,
): Promise<{ readonly displays: readonly (Display & { readonly shown: boolean })[]; readonly end: () => void }> {
  const bars = !quiet && canRedraw(stream) ? await barsOn(stream) : undefined;
  const rows = devices.map(() => bars?.row() ?? new LineDisplay(stream));
  const displays = devices.map((device, index) => {
    const row = rows[index] as Display;
    let shown = false;
    return {
      get shown() {
        return shown && bars !== undefined;
      },
      show: (status: Status) => {
        if (quiet) return;
        shown = true;
        row.show({ ...status, title: `${device}: ${status.title}` });
      },
      // The line stays until all drives have ended.
      end: () => {},
    };
  });
  const end = () => {
    for (const row of rows) row.end();
  };
  return { displays, end };
}
