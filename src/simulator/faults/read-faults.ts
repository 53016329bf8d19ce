import * as z from 'zod';
import { type OptionNames, requireKnownOptions } from '../../known-options.ts';
import { NotARegularFileError, readRegularFile } from '../../transport/regular-file.ts';
import { schemeMistake } from '../../transport/scheme.ts';
import { TransportError } from '../../transport/transport-error.ts';
import { asOsError } from '../os-error.ts';
import { type Fault, faultSchema } from './fault.ts';

const fileSchema = z.array(faultSchema);

/** The options of {@link readFaults}. */
export interface ReadFaultsOptions {
  /** The drive's name in errors. Default: `sim:`. */
  readonly device?: string | undefined;
}

const OPTIONS: OptionNames<ReadFaultsOptions> = { device: 'main' };

/**
 * Reads a JSON file: an array of faults.
 * @throws TransportError `not-found`, `denied`, `unsupported` for a file that contains something else; OptionsError
 */
export async function readFaults(path: string, options: ReadFaultsOptions = {}): Promise<readonly Fault[]> {
  requireKnownOptions('readFaults()', options, OPTIONS);
  const { device = 'sim:' } = options;
  const refused = (kind: 'not-found' | 'denied' | 'unsupported', reason: string, remedy: string, cause?: unknown) =>
    new TransportError({
      kind,
      path: device,
      operation: 'open',
      reason: `the faults in ${path} ${reason}`,
      remedy,
      cause,
    });
  const mistake = schemeMistake(path);
  if (mistake !== undefined) throw refused('unsupported', `cannot be read: ${mistake.reason}`, mistake.remedy);
  const text = await readRegularFile(path).catch((error: unknown) => {
    if (error instanceof NotARegularFileError) {
      throw refused('unsupported', `cannot be read: ${error.message}`, 'Name a JSON file', error);
    }
    const code = asOsError(error)?.code;
    const kind = code === 'ENOENT' ? 'not-found' : 'denied';
    throw refused(kind, `cannot be read (${code})`, 'Name a JSON file that exists and can be read', error);
  });
  const parsed = fileSchema.safeParse(
    fromJson(text, (error) => refused('unsupported', `are not JSON: ${error.message}`, EXAMPLE, error)),
  );
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const place = issue?.path.length === 0 ? 'the file' : issue?.path.join('.');
  throw refused('unsupported', `are not valid: ${place}: ${issue?.message}`, EXAMPLE);
}

const EXAMPLE = 'Write an array like [{"at":{"command":"WRITE(10)","nth":100},"does":{"sense":"3/0C/00"}}]';

function fromJson(text: string, refused: (error: Error) => TransportError): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refused(error as SyntaxError);
  }
}
