// Shorter names of what no error names: parameters, variables, and what a chunk calls an import. Functions, classes, members and
// exports keep theirs: the trace of an error is made of them.
import { transform } from '@swc/core';

/** As esbuild declares them: one without a name has that of its variable. */
const CLASS = /^(?:class (\w+)|(?:var|let|const) (\w+) = class\b)/gm;

/** @param code an ES module as esbuild bundles it */
export async function shortNames(code) {
  const reserved = [...code.matchAll(CLASS)].map(([, declared, assigned]) => declared ?? assigned);
  const mangle = { toplevel: true, keep_fnames: true, keep_classnames: true, reserved };
  const minify = { module: true, compress: false, mangle, format: { comments: 'all' } };
  const options = { swcrc: false, configFile: false, isModule: true, jsc: { target: 'esnext', minify } };
  return (await transform(code, options)).code;
}
