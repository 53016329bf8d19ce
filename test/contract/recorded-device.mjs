// A blocking device, run inside a device thread, that gives each CDB its recorded answer.
export function openBlockingDevice(_path, { answers, maxTransferBytes }) {
  const known = new Map(answers);
  return {
    maxTransferBytes,
    execute({ cdb }) {
      const { status, sense, data } = known.get(Buffer.from(cdb).toString('hex'));
      return { status, sense: Uint8Array.from(sense), data: Uint8Array.from(data) };
    },
    takeExclusive() {},
    releaseExclusive() {},
    close() {},
  };
}
