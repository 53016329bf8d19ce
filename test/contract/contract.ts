import { describe, test } from '@jest/globals';
import type { ScsiTransport } from '../../src/transport/transport.ts';
import { describeAnswers } from './answers.ts';
import { describeBurning } from './burning.ts';
import { describeDrive } from './drive.ts';
import { describeTimeOut } from './time-out.ts';

/**
 * Opens the way to the drive anew, for one test.
 * @param scenario a name of that test which is good for a file's
 */
export type OpenTransport = (scenario: string) => Promise<ScsiTransport> | ScsiTransport;

/** Parts of the contract that a transport cannot be put through, each with the reason, for the tests' titles. */
export interface SkippedParts {
  /** Everything that needs no disc and nothing but INQUIRY. */
  readonly answers?: string;
  /** A command that takes longer than it may. */
  readonly timeOut?: string;
  /** What a drive tells of itself and its disc. */
  readonly drive?: string;
  /** Burning onto a blank disc; on a CD-RW that is not blank, erasing it first. */
  readonly burning?: string;
}

/** Declares one test, with a transport that is closed after it whatever happens. */
export type Scenario = (name: string, title: string, run: (transport: ScsiTransport) => Promise<void>) => void;

/**
 * What every {@link ScsiTransport} guarantees, and what a {@link Drive} over it finds: the same tests for a simulated drive, a
 * recorded one and hardware. They read, whatever disc is in; only `burning` writes.
 */
export function describeTransportContract(name: string, open: OpenTransport, skipped: SkippedParts = {}): void {
  const part = (title: string, reason: string | undefined, define: (scenario: Scenario) => void): void => {
    if (reason === undefined) describe(title, () => define(scenario));
    else describe(`${title} (skipped: ${reason})`, () => define(skip));
  };
  const scenario: Scenario = (scenarioName, title, run) =>
    test(title, async () => {
      const transport = await open(scenarioName);
      try {
        await run(transport);
      } finally {
        await transport.close();
      }
    });
  const skip: Scenario = (_name, title) => test.skip(title, () => {});

  describe(`the transport contract: ${name}`, () => {
    part('answers', skipped.answers, describeAnswers);
    part('a command that takes too long', skipped.timeOut, describeTimeOut);
    part('a drive', skipped.drive, describeDrive);
    part('burning', skipped.burning, describeBurning);
  });
}
