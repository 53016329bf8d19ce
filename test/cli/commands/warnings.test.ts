import { join } from 'node:path';
import { expect, jest, test } from '@jest/globals';
import { Drive } from '../../../src/drive/drive.ts';
import { encodeSense } from '../../../src/scsi/sense.ts';
import { ServedDrive } from '../../../src/server/served-drive.ts';
import { claimSocketFile } from '../../../src/server/socket-file.ts';
import { SocketServer } from '../../../src/server/socket-server.ts';
import { Disc, SimulatedDrive } from '../../../src/simulator/index.ts';
import { burnAudio } from '../../../src/write/index.ts';
import { BLANK, CLOSE_TRACK_SESSION } from '../../support/cdb.ts';
import { blocksOfNoise } from '../../support/sources.ts';
import { drainGenerator } from '../../support/tampered-transport.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { discwright } from '../cli.ts';

jest.setTimeout(60_000);

const sense = encodeSense({ key: 4, asc: 0x44, ascq: 0x00 });

test.each([
  ['close', CLOSE_TRACK_SESSION, 'closing the session', 'complete'],
  ['blank', BLANK, 'blanking', 'blank'],
])('%s reports an error over work that was done as a warning', async (command, opcode, phase, status) => {
  const cwd = temporaryFolder();
  for (const json of [false, true]) {
    const simulated = new SimulatedDrive({ disc: Disc.blank('CD-RW'), maxTransferBytes: 1_048_576 });
    const own = new Drive(simulated);
    await drainGenerator(burnAudio(own, [blocksOfNoise(310)], { ending: 'leave-open' }));
    simulated.burner.behaviours.unshift({
      name: 'carries it out and complains',
      async answer(call, next) {
        const answer = await next();
        return call.cdb[0] === opcode ? { status: 0x02, sense, data: new Uint8Array() } : answer;
      },
    });
    const path = join(cwd, json ? 'json' : 'words');
    const server = await SocketServer.listen(path, await claimSocketFile(path), new ServedDrive(simulated, true));
    try {
      const args = [command, '--device', `unix:${path}`, '--yes', ...(json ? ['--json'] : [])];
      const { code, stdout } = await discwright(args, { cwd });
      expect(code).toBe(0);
      const warning = `${phase}: done, although the drive answered: `;
      if (!json) expect(stdout).toContain(`Warning: ${warning}`);
      else expect(JSON.parse(stdout)).toMatchObject({ disc: { status }, warnings: [expect.stringContaining(warning)] });
    } finally {
      server.stopListening();
      await simulated.close();
      await server.close();
    }
  }
});
