import type * as z from 'zod';
import { blank } from './blank.ts';
import { burn } from './burn.ts';
import { close } from './close.ts';
import { completion } from './completion.ts';
import { doctor } from './doctor.ts';
import { drives } from './drives.ts';
import { eject } from './eject.ts';
import { error } from './error.ts';
import { exported } from './export.ts';
import { features } from './features.ts';
import { format } from './format.ts';
import { info } from './info.ts';
import { isoCheck } from './iso-check.ts';
import { isoCreate } from './iso-create.ts';
import { isoExtract } from './iso-extract.ts';
import { isoList } from './iso-list.ts';
import { map } from './map.ts';
import { msinfo } from './msinfo.ts';
import type { SchemaName } from './names.ts';
import { patch } from './patch.ts';
import { plan } from './plan.ts';
import { progress } from './progress.ts';
import { raw } from './raw.ts';
import { recover } from './recover.ts';
import { report } from './report.ts';
import { rip } from './rip.ts';
import { schema } from './schema.ts';
import { serve } from './serve.ts';
import { several } from './several.ts';
import { speeds } from './speeds.ts';
import { toc } from './toc.ts';
import { traceShow } from './trace-show.ts';

/** What every command prints with `--json`. */
export const SCHEMAS = {
  drives,
  info,
  features,
  toc,
  map,
  msinfo,
  speeds,
  plan,
  burn,
  patch,
  'iso-create': isoCreate,
  'iso-list': isoList,
  'iso-extract': isoExtract,
  'iso-check': isoCheck,
  close,
  recover,
  blank,
  format,
  eject,
  export: exported,
  rip,
  raw,
  serve,
  'trace-show': traceShow,
  report,
  doctor,
  completion,
  schema,
  several,
  error,
  progress,
} as const satisfies Readonly<Record<SchemaName, z.ZodObject>>;

/** What may be printed as a `T`: what is undefined in it is printed as null. */
export type Printable<T> = T extends null
  ? null | undefined
  : T extends readonly (infer Element)[]
    ? readonly Printable<Element>[]
    : T extends object
      ? { readonly [Key in keyof T]: Printable<T[Key]> }
      : T;

/** What a command passes to be printed. */
export type ResultOf<Name extends SchemaName> = Printable<Omit<z.infer<(typeof SCHEMAS)[Name]>, 'schema'>>;
