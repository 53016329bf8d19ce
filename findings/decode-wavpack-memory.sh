#!/usr/bin/env bash
# @audio/decode-wavpack 1.0.0: its streaming decoder keeps all input, and runs out of memory after about 32 MiB.
#
# One expects: a decoder that is fed block after block needs the memory of a few blocks, and decodes a file of any length.
# What happens: every piece is appended to the memory that libwavpack reads from, and none is removed. After four minutes of noise in CD
# quality `decode` throws "WavPack: out of WASM memory". A new decoder goes on at the next block.
#
# Needs npm, its registry, and sox and wavpack; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund --prefix . @audio/decode-wavpack@1.0.0
sox -R -n -r 44100 -b 16 -c 2 noise.wav synth 300 pinknoise pinknoise gain -n -6
wavpack -q -y noise.wav
cat > decode.mjs << 'EOF'
import { readFileSync } from 'node:fs';
import { decoder } from '@audio/decode-wavpack';
const file = new Uint8Array(readFileSync('noise.wv'));
const decoding = await decoder();
let frames = 0;
let at = 0;
try {
  for (; at < file.length; at += 65536) frames += decoding.decode(file.subarray(at, at + 65536)).channelData[0]?.length ?? 0;
  console.log(`all of ${file.length} bytes: ${frames} samples`);
} catch (error) {
  console.log(`after ${Math.round(at / 2 ** 20)} MiB of ${Math.round(file.length / 2 ** 20)}: ${error.message}`);
}
EOF
node decode.mjs | tee said
grep -q 'out of WASM memory' said
echo 'as described'
