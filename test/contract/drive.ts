import { expect } from '@jest/globals';
import { currentProfile } from '../../src/drive/current-profile.ts';
import { type DiscState, discInformation, readDiscState } from '../../src/drive/disc-state.ts';
import { Drive } from '../../src/drive/drive.ts';
import { getConfiguration, RequestedFeatures } from '../../src/mmc/commands/get-configuration.ts';
import { LEAD_OUT_TRACK, readToc } from '../../src/mmc/commands/read-toc.ts';
import { profilesOf } from '../../src/mmc/features.ts';
import { capabilitiesPage, writeParametersPage } from '../../src/mmc/mode-pages/index.ts';
import { inquiry, PeripheralType } from '../../src/scsi/commands/inquiry.ts';
import { SenseError } from '../../src/scsi/sense-error.ts';
import type { ScsiTransport } from '../../src/transport/transport.ts';
import type { Scenario } from './contract.ts';

const NO_MEDIUM = 0x3a;
const CORE_FEATURES = [0x0000, 0x0001, 0x0003];

/** The disc, or undefined without one. The drive may need time to examine it. */
async function discOf(drive: Drive): Promise<DiscState | undefined> {
  try {
    await drive.whenReady({ activity: 'looking at the disc', limitMs: 60_000 });
    return await readDiscState(drive);
  } catch (error) {
    if (error instanceof SenseError && error.sense.asc === NO_MEDIUM) return undefined;
    throw error;
  }
}

/** What a drive reports about itself and its disc is consistent. */
export function describeDrive(scenario: Scenario): void {
  const withDrive = (name: string, title: string, run: (drive: Drive) => Promise<void>) =>
    scenario(name, title, (transport: ScsiTransport) => run(new Drive(transport)));

  withDrive('inquiry', 'is a CD drive with a name, the same each time', async (drive) => {
    const ask = () => drive.execute(inquiry({ allocationLength: 36 }));
    const first = await ask();
    expect(first).toMatchObject({ peripheralType: PeripheralType.CdDvd, removable: true });
    expect(`${first.vendor}${first.product}`).toMatch(/^[\x20-\x7e]+$/);
    expect(await ask()).toEqual(first);
  });

  withDrive('configuration', 'lists its features in order, the current ones and the disc’s profile', async (drive) => {
    await discOf(drive);
    const ask = (requested: RequestedFeatures, allocationLength = 4_096) =>
      drive.execute(getConfiguration({ requested, allocationLength }));
    const all = await ask(RequestedFeatures.All);
    const current = await ask(RequestedFeatures.Current);
    const codes = all.entries.map(({ code }) => code);
    expect(codes).toEqual([...new Set(codes)].sort((a, b) => a - b));
    expect(codes).toEqual(expect.arrayContaining(CORE_FEATURES));
    const currentCodes = all.entries.filter((feature) => feature.current).map(({ code }) => code);
    expect(current.entries.map(({ code }) => code)).toEqual(expect.arrayContaining(currentCodes));
    expect(current.currentProfile).toBe(all.currentProfile);
    expect((await ask(RequestedFeatures.All, 8)).currentProfile).toBe(all.currentProfile);
    if (all.currentProfile !== 0) {
      expect(profilesOf(all.entries).map(({ profile }) => profile)).toContain(all.currentProfile);
    }
  });

  withDrive('mode-pages', 'returns the requested mode page', async (drive) => {
    for (const page of [writeParametersPage, capabilitiesPage]) {
      const { bytes } = await drive.modePage<Record<string, unknown>>(page as never);
      expect((bytes[0] ?? 0) % 64).toBe(page.code);
      expect(bytes.length).toBeGreaterThanOrEqual((bytes[1] ?? 0) + 2);
    }
  });

  withDrive('disc', 'reports the same about its disc in every command', async (drive) => {
    const disc = await discOf(drive);
    const profile = await currentProfile(drive);
    if (disc === undefined) {
      expect(profile ?? 0).toBe(0);
      return;
    }
    expect(profile).not.toBe(0);
    expect(disc.tracks.map(({ number }) => number)).toEqual(disc.tracks.map((_, index) => index + 1));
    const { discStatus, lastTrackInLastSession } = await discInformation(drive);
    if (disc.status === 'blank') {
      expect({ discStatus, ...disc }).toMatchObject({ discStatus: 0, lastSession: 'empty', tracks: [], sessions: 0 });
    } else {
      expect(disc.tracks.length).toBeGreaterThanOrEqual(lastTrackInLastSession - 1);
    }
    if (disc.status === 'complete') {
      expect(disc.nextWritableLba).toBeNull();
      await expectTableOfContents(drive, disc);
    }
  });
}

async function expectTableOfContents(drive: Drive, disc: DiscState): Promise<void> {
  const { entries } = await drive.execute(readToc({ allocationLength: 4 + 100 * 8 }));
  const tracks = entries.filter(({ track }) => track !== LEAD_OUT_TRACK);
  expect(tracks.map(({ track, startLba }) => ({ track, startLba }))).toEqual(
    disc.tracks.map(({ number, startLba }) => ({ track: number, startLba })),
  );
  const last = disc.tracks.at(-1);
  const leadOut = entries.find(({ track }) => track === LEAD_OUT_TRACK);
  expect(leadOut?.startLba).toBeGreaterThanOrEqual((last?.startLba ?? 0) + (last?.lengthBlocks ?? 0) - 2);
}
