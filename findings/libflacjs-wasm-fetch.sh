#!/usr/bin/env bash
# libflacjs 5.6.0: its WebAssembly variants do not load on Node.js 18 and later.
#
# One expects: require('libflacjs')('min.wasm') loads, as its README shows for Node.js.
# What happens: the code made by Emscripten finds a global `fetch`, which Node.js has had since version 18, and calls it with the path
# of the .wasm file. That is not a URL; the error is thrown after the factory has returned and ends the program. Without a global fetch
# the file is read from the disk, and all works. The variants in asm.js load, and take almost twice the time.
#
# Needs npm and its registry; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund --prefix . libflacjs@5.6.0
node -e "require('libflacjs')('min.wasm').on('ready', () => console.log('ready'))" > with 2>&1 || true
node -e "delete globalThis.fetch; require('libflacjs')('min.wasm').on('ready', () => console.log('ready'))" > without 2>&1 || true
printf 'with fetch: %s\nwithout: %s\n' "$(grep -o 'Failed to parse URL\|^ready' with | head -1)" "$(cat without)"
grep -q 'Failed to parse URL' with
grep -qx ready without
echo 'as described'
