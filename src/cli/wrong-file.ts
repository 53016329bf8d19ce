import { identifyFile } from '../index.ts';
import { CliError, UsageError } from './cli-error.ts';

/**
 * An error that a file is not what a command reads, in words that say what it is and which command is meant for it.
 * @param wanted what the command reads
 * @returns the same error where nothing is known of the file, or where it is not about that
 */
export async function saidWhatItIs(error: unknown, path: string, wanted: string): Promise<unknown> {
  // Their classes are loaded only by the commands that need them.
  const { name, kind, message } = error as { name?: unknown; kind?: unknown; message?: unknown };
  const isNoImage = name === 'FileSystemError' && kind === 'not-found';
  const isNoTrace = name === 'TraceError' && /not a trace|not text/.test(String(message));
  if (!isNoImage && !isNoTrace) return error;
  const content = await identifyFile(path).catch(() => undefined);
  if (content === undefined || content.kind === 'file system' || content.kind === 'trace') return error;
  return new CliError(`${path} is ${content.name}, not ${wanted}`, content.use);
}

/**
 * Refuses to write a document that describes a disc as a file: what is meant is the disc.
 * @throws UsageError
 */
export async function requireNoDocument(path: string): Promise<void> {
  const content = await identifyFile(path).catch(() => undefined);
  if (content?.extension !== '.cue' && content?.extension !== '.toc') return;
  throw new UsageError(
    `${path} is ${content.name}, which describes a disc`,
    `${content.use} To write the sheet itself as a file, name its folder, or other files with it`,
  );
}
