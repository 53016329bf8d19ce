#!/usr/bin/env bash
# @audio/decode-wavpack 1.0.0: a file of more than two channels, given in pieces, is taken for damaged.
#
# One expects: `decoder().decode(piece)` accepts a file in pieces of any length, as its README says.
# What happens: each pair of channels has a block of its own, and the decoder hands all whole blocks of a piece to libwavpack. If a piece
# ends between the blocks of one moment, libwavpack finds the end of its input there, and the decoder reports "corrupt block". The whole file in
# one piece is decoded, and so are pieces that end after the last block of a moment.
#
# Needs npm, its registry, and sox and wavpack; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund --prefix . @audio/decode-wavpack@1.0.0
sox -R -n -r 44100 -b 16 -c 6 six.wav synth 1.3 pinknoise pinknoise pinknoise pinknoise pinknoise pinknoise gain -n -6
wavpack -q -y six.wav
cat > decode.mjs << 'EOF'
import { readFileSync } from 'node:fs';
import { decoder } from '@audio/decode-wavpack';
const file = new Uint8Array(readFileSync('six.wv'));
for (const [name, step] of [['in one piece', file.length], ['in pieces of 65536', 65536]]) {
  try {
    const decoding = await decoder();
    let frames = 0;
    for (let at = 0; at < file.length; at += step) frames += decoding.decode(file.subarray(at, at + step)).channelData[0]?.length ?? 0;
    console.log(`${name}: ${frames} samples`);
  } catch (error) {
    console.log(`${name}: ${error.message}`);
  }
}
EOF
node decode.mjs | tee said
grep -qx 'in one piece: 57330 samples' said
grep -q '^in pieces of 65536: WavPack: corrupt block' said
echo 'as described'
