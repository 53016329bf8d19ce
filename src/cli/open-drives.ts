interface Closable {
  close(): Promise<void>;
}

const open = new Set<Closable>();

/** Notes a drive, or what serves one, that must be closed whatever happens to this program. */
export function noteOpen(drive: Closable): void {
  open.add(drive);
}

export async function closeNoted(drive: Closable): Promise<void> {
  open.delete(drive);
  await drive.close();
}

/** For a fault of this program itself: unlocks trays and completes traces as well as can be. */
export async function closeAllDrives(): Promise<void> {
  await Promise.allSettled([...open].map(closeNoted));
}
