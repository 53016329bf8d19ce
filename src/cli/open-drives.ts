import type { Drive } from '../index.ts';

const open = new Set<Drive>();

/** Notes a drive that must be closed whatever happens to this program. */
export function noteOpen(drive: Drive): void {
  open.add(drive);
}

export async function closeNoted(drive: Drive): Promise<void> {
  open.delete(drive);
  await drive.close();
}

/** For a fault of this program itself: unlocks trays and completes traces as well as can be. */
export async function closeAllDrives(): Promise<void> {
  await Promise.allSettled([...open].map(closeNoted));
}
