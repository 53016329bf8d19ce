import * as z from 'zod';
import { sleep } from './burn.ts';
import { disc } from './disc.ts';
import { drive } from './drive.ts';
import { list, result, warnings } from './kinds.ts';

const sentence = z.string().describe('a sentence without its full stop');

/** What finishing a disc did, and what it could not save. */
export const finishing = {
  repairs: list(sentence, 'what was wrong and was done about it'),
  losses: list(sentence, 'what cannot be saved'),
  sleep,
  warnings,
} as const;

export const close = result('close', 'How the disc was closed: `close`.', { drive, disc, ...finishing });
