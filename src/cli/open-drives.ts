interface Closable {
  close(): Promise<void>;
}

const open = new Set<Closable>();

/** Notes a drive, or a server of one, that must be closed however this program ends. */
export function noteOpen(drive: Closable): void {
  open.add(drive);
}

export async function closeNoted(drive: Closable): Promise<void> {
  open.delete(drive);
  await drive.close();
}

/** For a bug in this program itself: unlocks trays and completes traces as far as possible. */
export async function closeAllDrives(): Promise<void> {
  await Promise.allSettled([...open].map(closeNoted));
}
