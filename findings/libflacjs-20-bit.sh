#!/usr/bin/env bash
# libflacjs 5.6.0 returns wrong samples of FLAC streams of other than 8, 16 and 24 bits.
#
# One expects: the write callback gets every sample, in whole bytes.
# What happens: libFLAC's 32-bit samples are copied byte by byte; a heuristic drops bytes of 00h and FFh that look like sign extension
# (libflac_post.js, __fix_write_buffer: "HACK for now"). Of 16 bits that is right, and 24 bits are exempt from it. Of 20 bits it returns
# three bytes for each sample, from a buffer of four, and bytes are missing. The MD5, which libFLAC computes itself, is right.
#
# Needs npm, its registry, and flac and sox; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund --prefix . libflacjs@5.6.0
# The samples 1, 2, 3 ... as 20 bits in three bytes.
node -e "
const samples = Buffer.alloc(4096 * 3);
for (let i = 0; i < 4096; i++) samples.writeIntLE(i + 1, 3 * i, 3);
require('fs').writeFileSync('samples.raw', samples);"
node -e "
const wav = Buffer.alloc(68);
wav.write('RIFF'); wav.writeUInt32LE(60 + 4096 * 3, 4); wav.write('WAVEfmt ', 8); wav.writeUInt32LE(40, 16); wav.writeUInt16LE(0xfffe, 20);
wav.writeUInt16LE(1, 22); wav.writeUInt32LE(44100, 24); wav.writeUInt32LE(132300, 28); wav.writeUInt16LE(3, 32); wav.writeUInt16LE(24, 34);
wav.writeUInt16LE(22, 36); wav.writeUInt16LE(20, 38); wav.writeUInt32LE(4, 40); Buffer.from('0100000000001000800000aa00389b71', 'hex').copy(wav, 44);
wav.write('data', 60); wav.writeUInt32LE(4096 * 3, 64);
const shifted = Buffer.alloc(4096 * 3);
for (let i = 0; i < 4096; i++) shifted.writeIntLE((i + 1) * 16, 3 * i, 3);
require('fs').writeFileSync('samples.wav', Buffer.concat([wav, shifted]));"
flac --silent samples.wav
cat > decode.cjs << 'EOF'
delete globalThis.fetch;
const { readFileSync } = require('node:fs');
const flac = require('libflacjs')('min.wasm');
flac.on('ready', () => {
  const file = readFileSync('samples.flac');
  let at = 0;
  const decoder = flac.create_libflac_decoder(true);
  flac.init_decoder_stream(
    decoder,
    (bytes) => {
      const buffer = new Uint8Array(file.subarray(at, at + bytes));
      at += buffer.length;
      return { buffer, readDataLength: buffer.length, error: false };
    },
    ([channel], { bitsPerSample, blocksize }) => {
      const bytes = Buffer.from(channel);
      const size = bytes.length / blocksize;
      const first = [0, 1, 255, 256].map((index) => bytes.readIntLE(index * size, size));
      console.log(`${bitsPerSample} bits, ${size} bytes for a sample: ${first.join(' ')}`);
    },
    () => undefined,
    () => undefined,
    false,
  );
  while (flac.FLAC__stream_decoder_process_single(decoder) && flac.FLAC__stream_decoder_get_state(decoder) < 4);
  console.log(`MD5 right: ${flac.FLAC__stream_decoder_finish(decoder)}`);
});
EOF
node decode.cjs | tee said
grep -q '^20 bits' said
! grep -q ': 1 2 256 257$' said
echo 'as described'
