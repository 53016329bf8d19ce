#!/usr/bin/env bash
# music-metadata 11.16.1 calls the PCM of an ordinary 24-bit WAV file not PCM and lossy, and warns of every WAV file.
#
# One expects: WAVE_FORMAT_EXTENSIBLE with the subformat PCM, which WAV files of more than 16 bits or two channels have, is PCM; a file
# whose chunks fit gives no warning.
# What happens: the codec is "non-PCM (65534)", and with the fact chunk that sox adds, `lossless` is false. "Data chunk size exceeds file
# size" is said of a right file of 16 bits as well: a chunk is compared with what follows it, so that the last one is always too long.
#
# Needs npm, its registry, and sox; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund --prefix . music-metadata@11.16.1
for bits in 16 24; do sox -R -n -r 44100 -b "$bits" -c 2 "$bits.wav" synth 1 sine 440; done
cat > parse.mjs << 'EOF'
import { readFileSync } from 'node:fs';
import { parseFile } from 'music-metadata';
for (const bits of [16, 24]) {
  const riff = readFileSync(`${bits}.wav`);
  const missing = riff.readUInt32LE(4) + 8 - riff.length;
  const { format, quality } = await parseFile(`${bits}.wav`);
  const warnings = quality.warnings.map(({ message }) => message).join(', ');
  console.log(`${bits} bits, ${missing} bytes missing: codec ${format.codec}, lossless ${format.lossless}, warnings: ${warnings}`);
}
EOF
node parse.mjs | tee said
grep -qx '16 bits, 0 bytes missing: codec PCM, lossless true, warnings: Data chunk size exceeds file size' said
grep -q '^24 bits, 0 bytes missing: codec non-PCM (65534), lossless false, warnings: Data chunk size exceeds file size' said
echo 'as described'
