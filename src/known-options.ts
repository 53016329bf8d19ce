/** A program written in JavaScript gives an option that does not exist, options that are not an object, or no drive where one is needed. */
export class OptionsError extends TypeError {
  override readonly name = 'OptionsError';
  /** What to do next. */
  readonly remedy: string;

  constructor(reason: string, remedy: string) {
    super(`${reason}. ${remedy}`);
    this.remedy = remedy;
  }
}

/** Every option of `Options`, by name. */
export type OptionNames<Options> = Readonly<Record<keyof Options, true>>;

/**
 * Refuses options that do not exist: a misspelt one would silently have no effect.
 * @param caller whose options they are: `burn()`
 * @throws OptionsError
 */
export function requireKnownOptions<Options>(caller: string, options: Options, names: OptionNames<Options>): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new OptionsError(
      `${caller}: the options are ${options === null ? 'null' : Array.isArray(options) ? 'an array' : `of type ${typeof options}`}`,
      'Give an object, or nothing',
    );
  }
  const unknown = Object.keys(options).find((name) => !Object.hasOwn(names, name));
  if (unknown === undefined) return;
  const known = Object.keys(names);
  const meant = known.find((name) => name.toLowerCase() === unknown.toLowerCase());
  throw new OptionsError(
    `${caller}: there is no option '${unknown}'`,
    meant === undefined ? `The options are ${known.join(', ')}` : `It is called '${meant}'`,
  );
}
