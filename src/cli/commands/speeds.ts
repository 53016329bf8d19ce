import type { Command } from 'commander';
import { ask, currentWriteSpeed, type Drive, speedTimes, type WriteSpeed } from '../../index.ts';
import { capabilitiesPage, getWriteSpeeds, RotationControl, writeSpeedsOf } from '../../mmc/index.ts';
import type { ContextOf } from '../context.ts';
import { ifHad, reportDrive } from '../disc-report.ts';
import { driveInWords, warningsInWords } from '../disc-words.ts';
import { table } from '../format.ts';
import { withDrive } from '../with-drive.ts';

interface SpeedReport {
  readonly writeKBps: number;
  readonly times: number;
  readonly rotation: string;
}

export function addSpeeds(program: Command, contextOf: ContextOf): void {
  program
    .command('speeds')
    .description('list the write speeds that the drive reports for the disc in it')
    .action(async (_options: unknown, command: Command) => {
      const context = contextOf(command);
      await withDrive(context, async (drive) => {
        const identity = await reportDrive(drive);
        const warnings: string[] = [];
        const performance = await fromPerformance(drive, warnings);
        const { page, maximum } = await fromPage(drive, warnings);
        const current = reportOf(await ifHad('the speed in use', currentWriteSpeed(drive), warnings));
        context.output.result({ drive: identity, performance, page, maximum, current, warnings }, () => [
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

function reportOf(speed: WriteSpeed | undefined): SpeedReport | undefined {
  if (speed === undefined) return undefined;
  const { writeKBps, rotationControl } = speed;
  return { writeKBps, times: speedTimes(writeKBps), rotation: rotationControl === RotationControl.Cav ? 'CAV' : 'CLV' };
}

const reportsOf = (speeds: readonly WriteSpeed[]): SpeedReport[] =>
  speeds.flatMap((speed) => (speed.writeKBps === 0 ? [] : (reportOf(speed) ?? [])));

async function fromPerformance(drive: Drive, warnings: string[]): Promise<SpeedReport[]> {
  const reply = await ifHad('the list of GET PERFORMANCE', ask(drive, getWriteSpeeds({})), warnings);
  return reportsOf((reply?.entries ?? []).map(({ writeKBps, rotationControl }) => ({ writeKBps, rotationControl })));
}

async function fromPage(drive: Drive, warnings: string[]) {
  const found = await ifHad('mode page 2Ah', drive.modePage(capabilitiesPage), warnings);
  if (found === undefined) return { page: [], maximum: undefined };
  const { maxWriteKBps } = found.values;
  const maximum = reportOf(
    maxWriteKBps === 0 ? undefined : { writeKBps: maxWriteKBps, rotationControl: RotationControl.Clv },
  );
  return { page: reportsOf(writeSpeedsOf(found.bytes)), maximum };
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
