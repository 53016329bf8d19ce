// A virtual burner behind the kernel, in a process that a scenario can control, hold in the middle of a command, and kill.
import { Drive, readAudioBlocks, readDiscState } from '../../../../build/index.js';
import { commands } from '../../../../build/mmc/index.js';
import { ServedDrive } from '../../../../build/server/served-drive.js';
import { KernelDrive, requireTcmu } from '../../../../build/server/tcmu/kernel-drive.js';
import { openDiscFile } from '../../../../build/simulator/disc-file/open-disc-file.js';
import { blankDisc, SimulatedDrive } from '../../../../build/simulator/index.js';

const MAX_TRANSFER_BYTES = 1_048_576;
const BLOCKS_AT_ONCE = 27;
const opcodes = new Map(commands.map(({ spec }) => [spec.name, spec.opcode]));

let heard = [];
let hold;
const watching = {
  name: 'watched by the scenario',
  async answer(call, next) {
    heard.push(call.cdb[0]);
    if (hold !== undefined && call.cdb[0] === hold.opcode && --hold.nth === 0) {
      const { answered } = hold;
      process.send({ event: 'held' });
      await answered;
    }
    return next();
  },
};

const { medium } = JSON.parse(process.argv[2]);
await requireTcmu();
const simulated = new SimulatedDrive({
  disc: blankDisc(medium),
  maxTransferBytes: MAX_TRANSFER_BYTES,
  behaviours: [watching],
});
const kernel = await KernelDrive.attach(new ServedDrive(simulated, true), { realTime: false, note: () => {} });
kernel.failure.catch((error) => process.send({ event: 'failed', message: error.message }));

const tasks = {
  insert: (kind) => simulated.insert(blankDisc(kind)),
  /** A saved disc. */
  load: async (path) => {
    const { disc, unlock } = await openDiscFile(path, path, { damaged: 'refuse' });
    await unlock();
    await simulated.insert(disc);
  },
  removeDisc: async () => (await simulated.removeDisc())?.close(),
  pressButton: () => simulated.pressButton(),
  /** Leaves the tray as a killed program does. */
  lock: () => {
    simulated.burner.tray.locked = true;
  },
  inject: (fault) => simulated.inject(fault),
  state: () => {
    const { open, locked, disc } = simulated.burner.tray;
    return { open, locked, loaded: disc !== undefined };
  },
  /** The opcodes of the commands since the last call. */
  heard: () => heard.splice(0),
  /** The nth of these commands, counted from now, is not answered until `letGo`. */
  hold: (command, nth) => {
    hold = { opcode: opcodes.get(command), nth };
    hold.answered = new Promise((resolve) => {
      hold.letGo = resolve;
    });
  },
  letGo: () => hold.letGo(),
  tracks: async () => {
    // Asks as another program, so that the kernel sees nothing of it.
    const drive = new Drive(simulated.connect({ intrudes: true }));
    const watched = heard;
    const state = await readDiscState(drive);
    const tracks = [];
    for (const track of state.tracks) tracks.push({ ...track, bytes: track.open ? null : await bytesOf(drive, track) });
    heard = watched;
    return { ...state, tracks };
  },
  unplug: () => kernel.detach(),
};

async function bytesOf(drive, { kind, startLba, lengthBlocks }) {
  if (kind !== 'audio') return null;
  const parts = [];
  for (let done = 0; done < lengthBlocks; done += BLOCKS_AT_ONCE)
    parts.push(
      await readAudioBlocks(drive, {
        startLba: startLba + done,
        lengthBlocks: Math.min(BLOCKS_AT_ONCE, lengthBlocks - done),
      }),
    );
  return Buffer.concat(parts);
}

process.on('message', async ({ id, task, parameters }) => {
  try {
    process.send({ id, value: await tasks[task](...parameters) });
  } catch (error) {
    process.send({ id, error: error.stack });
  }
});
process.on('SIGTERM', async () => {
  await kernel.detach();
  process.exit(0);
});
process.send({ event: 'ready', nodes: kernel.nodes });
