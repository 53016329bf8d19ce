import { readTrace, type Trace } from '../trace/index.ts';
import { saidWhatItIs } from './wrong-file.ts';

/** Reads a trace. @throws CliError for what is another kind of file; TraceError */
export async function openTrace(path: string): Promise<Trace> {
  try {
    return await readTrace(path);
  } catch (error) {
    throw await saidWhatItIs(error, path, 'a trace');
  }
}
