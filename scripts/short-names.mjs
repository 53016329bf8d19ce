// Shorter names of what no error names: parameters, variables of functions, and what a chunk calls an import. Functions, classes,
// members and exports keep theirs: the trace of an error is made of them.
import { transform } from '@swc/core';

const mangle = { toplevel: false, keep_fnames: true, keep_classnames: true };

/** @param code an ES module as esbuild bundles it */
export async function shortNames(code) {
  const minify = { module: true, compress: false, mangle, format: { comments: 'all' } };
  const options = { swcrc: false, configFile: false, isModule: true, jsc: { target: 'esnext', minify } };
  return (await transform(code, options)).code;
}
