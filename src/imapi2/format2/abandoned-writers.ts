import { thrownInWords } from '../../error-words.ts';

/** What a writer has to release. */
export interface Session extends AsyncDisposable {
  /** The drive and the state of the disc, for the warning: `sim:, after 2 tracks`. */
  readonly inWords: string;
}

/** The session of a writer, for as long as it has one. It does not refer to the writer. */
export interface Prepared<S extends Session> {
  session: S | undefined;
}

/**
 * Releases the drives of writers that nobody refers to any more. COM does that when the last reference is gone; here the
 * garbage collector finds it out later.
 */
export class AbandonedWriters<S extends Session = Session> {
  readonly #registry = new FinalizationRegistry<{ readonly what: string; readonly prepared: Prepared<S> }>(
    ({ what, prepared }) => {
      const { session } = prepared;
      if (session === undefined) return;
      prepared.session = undefined;
      process.emitWarning(
        `a ${what} on ${session.inWords} was abandoned between prepareMedia() and releaseMedia(); the drive is released, and what is on the disc stays open. Keep the object until releaseMedia(), or use \`await using\``,
        'AbandonedWriterWarning',
      );
      Promise.resolve(session[Symbol.asyncDispose]()).catch((error: unknown) =>
        process.emitWarning(
          `the drive of an abandoned ${what} could not be released: ${thrownInWords(error)}`,
          'AbandonedWriterWarning',
        ),
      );
    },
  );

  /** @param what its class, for the warning */
  watch<T extends S>(writer: object, what: string): Prepared<T> {
    const prepared: Prepared<T> = { session: undefined };
    this.#registry.register(writer, { what, prepared: prepared as unknown as Prepared<S> });
    return prepared;
  }
}
