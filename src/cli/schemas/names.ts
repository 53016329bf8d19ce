/** The version of what each command prints with `--json`. It changes when a property goes away or means something else. */
export const SCHEMA_VERSIONS = {
  drives: 1,
  info: 1,
  features: 1,
  toc: 1,
  map: 1,
  msinfo: 1,
  speeds: 1,
  plan: 1,
  burn: 1,
  patch: 1,
  'iso-create': 1,
  'iso-list': 1,
  'iso-extract': 1,
  'iso-check': 1,
  close: 1,
  recover: 1,
  blank: 1,
  format: 1,
  eject: 1,
  export: 1,
  rip: 1,
  raw: 1,
  serve: 1,
  'trace-show': 1,
  report: 1,
  doctor: 1,
  completion: 1,
  schema: 1,
  several: 1,
  error: 1,
  progress: 1,
} as const;

/** What a result is: `info`, `iso-list`, `error`. */
export type SchemaName = keyof typeof SCHEMA_VERSIONS;

export type SchemaId<Name extends SchemaName> = `discwright/${Name}/${(typeof SCHEMA_VERSIONS)[Name]}`;

/** What a result says that it is: `discwright/info/1`. */
export const schemaId = <Name extends SchemaName>(name: Name): SchemaId<Name> =>
  `discwright/${name}/${SCHEMA_VERSIONS[name]}` as SchemaId<Name>;

/** The commands that print what another one prints. */
const SAME_AS: Readonly<Record<string, SchemaName>> = {
  load: 'info',
  data: 'burn',
  enhanced: 'burn',
  copy: 'burn',
  'image burn': 'burn',
};

/** What any command may print besides its result, or around it. */
const OF_NO_COMMAND: ReadonlySet<string> = new Set(['several', 'error', 'progress']);

/** What a command prints. @param command its name, such as `iso list`; undefined if it has no result */
export function schemaNameOf(command: string): SchemaName | undefined {
  const name = SAME_AS[command] ?? command.replace(' ', '-');
  return !OF_NO_COMMAND.has(name) && Object.hasOwn(SCHEMA_VERSIONS, name) ? (name as SchemaName) : undefined;
}
