import { describe, test } from '@jest/globals';
import type { ScsiTransport } from '../../src/transport/transport.ts';
import { describeAnswers } from './answers.ts';
import { describeBatches } from './batches.ts';
import { describeBurning } from './burning.ts';
import { describeDrive } from './drive.ts';
import { describeTimeOut } from './time-out.ts';

/**
 * Opens a new connection to the drive, for one test.
 * @param scenario a name of that test that is suitable for a file
 */
export type OpenTransport = (scenario: string) => Promise<ScsiTransport> | ScsiTransport;

/** Parts of the contract that cannot be tested with a transport, each with the reason, for the tests' titles. */
export interface SkippedParts {
  /** Everything that needs no disc and nothing but INQUIRY. */
  readonly answers?: string;
  /** A command that takes longer than its time-out. */
  readonly timeOut?: string;
  /** What a drive reports about itself and its disc. */
  readonly drive?: string;
  /** Burning onto a blank disc; on a CD-RW that is not blank, erasing it first. */
  readonly burning?: string;
}

/** Declares one test, with a transport that is closed after it in any case. */
export type Scenario = (name: string, title: string, run: (transport: ScsiTransport) => Promise<void>) => void;

/**
 * What every {@link ScsiTransport} guarantees, and what a {@link Drive} over it finds: the same tests for a simulated drive, a
 * recorded one and hardware. They read, whatever disc is loaded; only `burning` writes.
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
    part('a batch', skipped.answers, describeBatches);
    part('a command that takes too long', skipped.timeOut, describeTimeOut);
    part('a drive', skipped.drive, describeDrive);
    part('burning', skipped.burning, describeBurning);
  });
}
