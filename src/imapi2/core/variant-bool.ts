import { givenInWords } from './given-in-words.ts';
import { HResult } from './hresult.ts';
import { ImapiError } from './imapi-error.ts';

/** COM's VARIANT_TRUE. */
const VARIANT_TRUE = -1;

/**
 * What a VARIANT_BOOL property is set to: a boolean, or one of COM's numbers for it.
 * @throws E_INVALIDARG for anything else: JavaScript would take the string 'false' for true
 */
export function variantBool(value: unknown, member: string): boolean {
  if (typeof value === 'boolean') return value;
  if (value === 0 || value === VARIANT_TRUE) return value !== 0;
  throw new ImapiError(HResult.E_INVALIDARG, {
    member,
    meaning: `${typeof value === 'string' ? 'the string ' : ''}${givenInWords(value)} is not a boolean`,
    remedy: 'Give true or false.',
  });
}
