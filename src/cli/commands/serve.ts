import type { Command } from 'commander';
import { type ServingDrive, serveDrive, type WriteStatistics } from '../../index.ts';
import { UsageError } from '../cli-error.ts';
import type { ContextOf } from '../context.ts';
import { fields } from '../format.ts';
import { orCancelled } from '../interrupt.ts';
import { withExamples } from '../manual/examples.ts';
import { endWithNpm } from '../npm-parent.ts';
import { closeNoted, noteOpen } from '../open-drives.ts';
import { naming, oneOf, refuseOption } from '../options.ts';
import type { PageServer } from '../page/page-server.ts';

interface ServeOptions {
  readonly socket?: string;
  readonly tcmu?: boolean;
  readonly page?: number;
  readonly init?: boolean;
  readonly time?: 'virtual' | 'real';
}

export function addServe(program: Command, contextOf: ContextOf): void {
  withExamples(program.command('serve'), {
    'a blank CD-R for other programs': 'serve --socket drive.sock',
    'the same, and a page that shows what is done with it': 'serve --socket drive.sock --page 8080',
    'files for testing a burning program in CI': 'serve --init',
    'a saved DVD+RW as a drive of this machine (root)': 'serve --tcmu --device sim:dvd.disc?medium=DVD%2BRW',
  })
    .description('offer a simulated drive to other programs until Ctrl-C')
    .option(
      '--socket <file>',
      'create a unix socket that answers commands; other programs open it as --device unix:FILE',
      naming('--socket', 'a file'),
    )
    .option('--tcmu', 'attach it as a real /dev/srN and /dev/sgN of this machine (Linux, root)')
    .option(
      '--page <port>',
      'show what other programs do with the drive in a browser of this machine: commands, speed, buffer, the disc. 0: any free port',
      portNumber,
    )
    .option(
      '--time <virtual|real>',
      'virtual: the drive takes no real time; real: it takes as long as a real one (default: virtual, or as --device says)',
      oneOf('--time', ['virtual', 'real']),
    )
    .option('--init', 'write files into this folder that test a burning program in CI, and end; see docs/serve.md')
    .addHelpText(
      'after',
      `
Prints where the drive is as soon as it can be used, and serves it until Ctrl-C
(SIGINT), SIGTERM or SIGHUP, on Windows also Ctrl-Break. Then the disc is saved,
the socket and the devices are removed, and the statistics of the drive are
printed. What a server that was killed left is removed at the next start.`,
    )
    .action(async ({ socket, tcmu = false, page: port, init, time }: ServeOptions, command: Command) => {
      const { globals, output, interrupt } = contextOf(command);
      const { device } = globals;
      if (init === true) {
        const others = [device, socket, tcmu || undefined, port, time];
        if (others.some((each) => each !== undefined)) {
          throw new UsageError('--init writes files and serves nothing', 'Give it alone: discwright serve --init');
        }
        const { writeRecipe } = await import('../recipe/write-recipe.ts');
        const files = await writeRecipe('.');
        output.result('serve', { written: files }, () => [
          ...fields(files.map(({ path, what }) => [path, what])),
          'Try it: npm install --save-dev discwright && sh burn-test.sh YOUR-PROGRAM (without one: wodim)',
        ]);
        return;
      }
      if (device === undefined) {
        throw new UsageError(
          'no drive is named',
          'Name a simulated one: --device sim:my.disc, or sim: for a disc in memory',
        );
      }
      if (socket === undefined && !tcmu) {
        throw new UsageError('say how to serve the drive', 'Give --socket FILE, --tcmu, or both');
      }
      const stopWatching = endWithNpm(interrupt);
      const page = port === undefined ? undefined : await openPage(port, device);
      const drive = await serveDrive({
        device,
        tcmu,
        ...(socket === undefined ? {} : { socketPath: socket }),
        ...(time === undefined ? {} : { time }),
        onNote: (text) => output.note(`discwright: ${text}`),
        ...(page === undefined ? {} : { through: page.watched.through }),
      }).catch(async (error) => {
        await page?.close();
        throw error;
      });
      page?.watched.watch(drive);
      noteOpen(drive);
      const { nodes } = drive;
      output.result(
        'serve',
        {
          serving: { device, ...(socket === undefined ? {} : { socket }), page: page?.url, ...nodes, pid: process.pid },
        },
        () => servedInWords(device, drive, page?.url),
      );
      try {
        await orCancelled(drive.failure, interrupt.signal);
      } catch (error) {
        if (!interrupt.signal.aborted) throw error;
      } finally {
        stopWatching();
        await closeNoted(drive);
        await page?.close();
      }
      const { statistics } = drive;
      output.result('serve', { served: { statistics } }, () => [statisticsInWords(statistics)]);
    });
}

function statisticsInWords({ links, ruinedTracks, lowWaterBytes, bufferBytes }: WriteStatistics): string {
  const lowest = Math.floor((100 * lowWaterBytes) / bufferBytes);
  return `While writing  ${links} links, ${ruinedTracks} ruined tracks, buffer never below ${lowest} %`;
}

function servedInWords(device: string, { socketPath, nodes }: ServingDrive, page?: string): string[] {
  const lines = [`Serving ${device}; Ctrl-C ends it.`];
  if (socketPath !== undefined) lines.push(`Socket  ${socketPath}  (--device unix:${socketPath})`);
  if (nodes?.block !== undefined) lines.push(`Drive   ${nodes.block}`);
  if (nodes?.generic !== undefined) lines.push(`Generic ${nodes.generic}`);
  if (page !== undefined) lines.push(`Page    ${page}`);
  return lines;
}

const MOST_PORT = 65_535;

function portNumber(text: string): number {
  const port = Number(text);
  return /^\d+$/.test(text) && port <= MOST_PORT
    ? port
    : refuseOption('--page', `must be a port, a whole number from 0 to ${MOST_PORT}`);
}

async function openPage(port: number, device: string): Promise<PageServer> {
  const [{ PageServer }, { WatchedDrive }] = await Promise.all([
    import('../page/page-server.ts'),
    import('../page/watched-drive.ts'),
  ]);
  return PageServer.listen(port, device, new WatchedDrive());
}
