import * as z from 'zod';
import { encodeSense } from '../../../scsi/sense.ts';
import { ScsiStatus } from '../../../transport/sam.ts';
import type { Answer } from '../../core.ts';

const NOTHING = new Uint8Array();

export const GOOD_ANSWER: Answer = { status: ScsiStatus.Good, sense: NOTHING, data: NOTHING };

/** Sense as in messages: `5/2C/00`. */
export const senseText = z.string().regex(/^[0-9A-F]\/[0-9A-F]{2}\/[0-9A-F]{2}$/, 'a sense is written 5/2C/00');

/** CHECK CONDITION with the sense of a text such as `5/2C/00`. */
export function refusal(text: string): Answer {
  const [key = 0, asc = 0, ascq = 0] = text.split('/').map((part) => Number.parseInt(part, 16));
  return { status: ScsiStatus.CheckCondition, sense: encodeSense({ key, asc, ascq }), data: NOTHING };
}
