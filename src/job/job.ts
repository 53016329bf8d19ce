import type { CdTextBlock } from '../cd/cd-text/index.ts';
import type { DocumentFiles } from './document.ts';
import type { DiscJob } from './model.ts';

/** What a document says. */
export interface JobParts extends Pick<DiscJob, 'layout' | 'tracks' | 'warnings'> {
  readonly catalogueNumber?: string | undefined;
  /** Left out if it is empty. */
  readonly cdText?: readonly CdTextBlock[];
}

/** A job whose files stay open until it is closed. If it cannot be made, they are closed before the error is thrown. */
export async function jobOf(files: DocumentFiles, describe: () => Promise<JobParts>): Promise<DiscJob> {
  const close = () => files.close();
  try {
    const { catalogueNumber, cdText = [], ...parts } = await describe();
    return {
      ...parts,
      ...(catalogueNumber === undefined ? {} : { catalogueNumber }),
      ...(cdText.length === 0 ? {} : { cdText }),
      close,
      [Symbol.asyncDispose]: close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
