import { reasonOf, remedyOf } from '../../error-words.ts';
import { errorInJson } from '../../json-values.ts';
import { type HResultName, hresultHex, hresultNameOf, unsignedHResult } from './hresult.ts';
import { hresultText } from './hresult-texts.ts';
import { hresultOfFailure } from './sense-to-hresult.ts';

/** Those for which the cause knows better what to do. */
const LEFT_TO_THE_CAUSE: readonly string[] = ['E_FAIL', 'HRESULT_FROM_WIN32(ERROR_DEV_NOT_EXIST)'];

/** What an {@link ImapiError} is made of. */
export interface ImapiErrorDetails {
  /** What was called, as the caller wrote it: `doNotFinalizeMedia`, `prepareMedia()`. */
  readonly member?: string;
  /** Instead of the general meaning of the HRESULT. */
  readonly meaning?: string;
  /** Instead of the general remedy of the HRESULT. */
  readonly remedy?: string;
  readonly cause?: unknown;
}

/** What the cause says, in parentheses. */
const saidBy = (cause: unknown): string => (cause instanceof Error ? ` (${reasonOf(cause)})` : '');

/**
 * An IMAPI2 member failed. The message is for people: what was called, the name and number of the HRESULT, what it means,
 * what the drive or the system said, and what to do next.
 */
export class ImapiError extends Error {
  override readonly name = 'ImapiError';
  /** The HRESULT, unsigned: `0xC0AA0500`. */
  readonly hresult: number;
  /** The name in Microsoft's header: `E_IMAPI_DF2TAO_WRITE_IN_PROGRESS`; the number in hex where it has none here. */
  readonly hresultName: HResultName | (string & {});
  /** What was called, as the caller wrote it; undefined where that is not known. */
  readonly member: string | undefined;
  /** What to do next. */
  readonly remedy: string;

  /** @param hresult unsigned, or signed as COM has it */
  constructor(hresult: number, details: ImapiErrorDetails = {}) {
    const name = hresultNameOf(hresult);
    const hex = hresultHex(hresult);
    const [generalMeaning, generalRemedy] = hresultText(name);
    const saysLittle = name === undefined || LEFT_TO_THE_CAUSE.includes(name);
    const remedy = details.remedy ?? (saysLittle ? remedyOf(details.cause) : undefined) ?? generalRemedy;
    const title = name === undefined ? hex : `${name} (${hex})`;
    const where = details.member === undefined ? '' : `${details.member}: `;
    const what = `${details.meaning ?? generalMeaning}${saidBy(details.cause)}`;
    super(`${where}${title}: ${what}. ${remedy}`, details.cause === undefined ? {} : { cause: details.cause });
    this.hresult = unsignedHResult(hresult);
    this.hresultName = name ?? hex;
    this.member = details.member;
    this.remedy = remedy;
  }

  /**
   * What a caller of IMAPI2 gets for an error from below: an ImapiError as it is, any other under the HRESULT that
   * {@link hresultOfFailure} gives, as its cause.
   * @param member what was called, as the caller wrote it
   */
  static from(error: unknown, member?: string): ImapiError {
    if (error instanceof ImapiError) return error;
    return new ImapiError(hresultOfFailure(error), { cause: error, ...(member === undefined ? {} : { member }) });
  }

  /** The message, its details and its cause as plain data, for logs. */
  toJSON(): Record<string, unknown> {
    return errorInJson(this);
  }
}
