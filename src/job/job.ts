import type { DocumentFiles } from './document.ts';
import type { DiscJob } from './model.ts';

export type JobParts = Omit<DiscJob, 'close' | typeof Symbol.asyncDispose> & { readonly files: DocumentFiles };

export function jobOf({ files, ...job }: JobParts): DiscJob {
  const close = () => files.close();
  return { ...job, close, [Symbol.asyncDispose]: close };
}
