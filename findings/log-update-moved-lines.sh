#!/usr/bin/env bash
# log-update 7.2.0 shows the wrong lines when a line is inserted before, or removed from before, lines that stay the same.
#
# One expects: the terminal shows the text of the last call, as it does if that call is the only one.
# What happens: lines at the end that are the same in both texts are not written again, although they are now in another row. After
# log('a\nb\nc') and log('a\nc') the screen shows a, an empty row, and c; after log('a\nc') and log('a\nb\nc') it shows a and b, and no c.
#
# Needs npm and its registry; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund --prefix . log-update@7.2.0 @xterm/headless@5.5.0
cat > show.mjs << 'EOF'
import { Writable } from 'node:stream';
import xterm from '@xterm/headless';
import { createLogUpdate } from 'log-update';
async function screenAfter(...frames) {
  const terminal = new xterm.Terminal({ cols: 40, rows: 8, convertEol: true, allowProposedApi: true });
  const stream = new Writable({ write: (bytes, _encoding, done) => terminal.write(bytes, done) });
  Object.assign(stream, { columns: 40, rows: 8, isTTY: true });
  const log = createLogUpdate(stream);
  for (const frame of frames) log(frame);
  await new Promise((resolve) => stream.end(resolve));
  const lines = Array.from({ length: 4 }, (_, row) => terminal.buffer.active.getLine(row).translateToString(true));
  return JSON.stringify(lines);
}
console.log(`a b c, then a c: ${await screenAfter('a\nb\nc', 'a\nc')}`);
console.log(`a c alone:       ${await screenAfter('a\nc')}`);
console.log(`a c, then a b c: ${await screenAfter('a\nc', 'a\nb\nc')}`);
EOF
node show.mjs | tee said
grep -qx 'a c alone:       \["a","c","",""\]' said
grep -qx 'a b c, then a c: \["a","","c",""\]' said
grep -qx 'a c, then a b c: \["a","b","",""\]' said
echo 'as described'
