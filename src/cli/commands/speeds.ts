import type { Command } from 'commander';
import {
  ask,
  currentWriteSpeed,
  type DiscState,
  type Drive,
  readDiscState,
  speedTimes,
  type WriteSpeed,
} from '../../index.ts';
import { capabilitiesPage, getWriteSpeeds, RotationControl, writeSpeedsOf } from '../../mmc/index.ts';
import type { ContextOf } from '../context.ts';
import { ifAvailable, ifHad, reportDrive } from '../disc-report.ts';
import { driveInWords, warningsInWords } from '../disc-words.ts';
import { table } from '../format.ts';
import { withExamples } from '../manual/examples.ts';
import { withDrive } from '../with-drive.ts';

type Medium = DiscState['medium'];

interface SpeedReport {
  readonly writeKBps: number;
  readonly times: number;
  readonly rotation: 'CAV' | 'CLV';
}

export function addSpeeds(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('speeds'), { 'the speeds for the disc in the drive': 'speeds --device /dev/sr0' })
    .description('list the write speeds that the drive reports for the disc in it')
    .action(async (_options: unknown, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, async (drive) => {
        const identity = await reportDrive(drive);
        const warnings: string[] = [];
        const medium = await mediumOf(drive);
        const performance = await fromPerformance(drive, warnings, medium);
        const { page, maximum } = await fromPage(drive, warnings, medium);
        const current = reportOf(await ifHad('the speed in use', currentWriteSpeed(drive), warnings), medium);
        context.output.result('speeds', { drive: identity, performance, page, maximum, current, warnings }, () => [
          `Drive  ${driveInWords(identity)}`,
          '',
          ...listed('GET PERFORMANCE', performance),
          ...listed('Mode page 2Ah', page),
          ...(maximum === undefined ? [] : [`Its fastest speed, by page 2Ah: ${inWords(maximum)}`]),
          current === undefined ? 'It does not report the speed in use.' : `In use: ${inWords(current)}`,
          ...warningsInWords(warnings),
        ]);
      });
    });
}

/** 1x depends on the kind of disc. */
async function mediumOf(drive: Drive): Promise<Medium> {
  return (await ifAvailable(readDiscState(drive)))?.medium;
}

function reportOf(speed: WriteSpeed | undefined, medium: Medium): SpeedReport | undefined {
  if (speed === undefined) return undefined;
  const { writeKBps, rotationControl } = speed;
  return {
    writeKBps,
    times: speedTimes(writeKBps, medium),
    rotation: rotationControl === RotationControl.Cav ? 'CAV' : 'CLV',
  };
}

const reportsOf = (speeds: readonly WriteSpeed[], medium: Medium): SpeedReport[] =>
  speeds.flatMap((speed) => (speed.writeKBps === 0 ? [] : (reportOf(speed, medium) ?? [])));

async function fromPerformance(drive: Drive, warnings: string[], medium: Medium): Promise<SpeedReport[]> {
  const reply = await ifHad('the list of GET PERFORMANCE', ask(drive, getWriteSpeeds({})), warnings);
  const speeds = (reply?.entries ?? []).map(({ writeKBps, rotationControl }) => ({ writeKBps, rotationControl }));
  return reportsOf(speeds, medium);
}

async function fromPage(drive: Drive, warnings: string[], medium: Medium) {
  const found = await ifHad('mode page 2Ah', drive.modePage(capabilitiesPage), warnings);
  if (found === undefined) return { page: [], maximum: undefined };
  const { maxWriteKBps } = found.values;
  const maximum = reportOf(
    maxWriteKBps === 0 ? undefined : { writeKBps: maxWriteKBps, rotationControl: RotationControl.Clv },
    medium,
  );
  return { page: reportsOf(writeSpeedsOf(found.bytes), medium), maximum };
}

const inWords = ({ times, writeKBps, rotation }: SpeedReport): string => `${times}x (${writeKBps} kB/s, ${rotation})`;

const listed = (source: string, speeds: readonly SpeedReport[]): string[] => [
  ...(speeds.length === 0
    ? [`${source} lists no write speeds.`]
    : [
        source,
        ...table([
          ['Speed', 'kB/s', 'Rotation'],
          ...speeds.map(({ times, writeKBps, rotation }) => [`${times}x`, writeKBps, rotation]),
        ]),
      ]),
  '',
];
