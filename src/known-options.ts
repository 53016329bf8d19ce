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

/** What was given in place of something else: `the string '16x'`, `null`, `a promise`, `of type object`. */
export function inWords(given: unknown): string {
  if (typeof given === 'string') return `the string '${given}'`;
  if (typeof given === 'number' || typeof given === 'boolean' || given === null || given === undefined)
    return String(given);
  return given instanceof Promise ? 'a promise' : `of type ${typeof given}`;
}

/**
 * Refuses a missing path, which has no default.
 * @param caller whose option it is: `ripDisc()`
 * @throws OptionsError
 */
export function requirePathOption(caller: string, name: string, path: unknown): void {
  if (typeof path === 'string' && path !== '') return;
  throw new OptionsError(`${caller}: ${name} is ${path === '' ? 'an empty string' : inWords(path)}`, 'Give a path');
}

/** Every option of `Options`, by name: `switch` for those that are true or false. */
export type OptionNames<Options> = {
  readonly [Name in keyof Options]-?: NonNullable<Options[Name]> extends boolean ? 'switch' : true;
};

/**
 * Refuses options that do not exist, since a misspelt one would silently have no effect, and switches that are neither true nor
 * false, since JavaScript takes `'false'` for true.
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
  if (unknown === undefined) {
    requireSwitches(caller, options, names);
    return;
  }
  const known = Object.keys(names);
  const meant = known.find((name) => name.toLowerCase() === unknown.toLowerCase());
  throw new OptionsError(
    `${caller}: there is no option '${unknown}'`,
    meant === undefined ? `The options are ${known.join(', ')}` : `It is called '${meant}'`,
  );
}

function requireSwitches<Options extends object>(caller: string, options: Options, names: OptionNames<Options>): void {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined || typeof value === 'boolean' || names[name as keyof Options] !== 'switch') continue;
    throw new OptionsError(`${caller}: ${name} is ${inWords(value)}`, 'Give true or false, or leave it out');
  }
}
