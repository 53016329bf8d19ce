#!/usr/bin/env bash
# wavefile 11.0.0 takes the samples of a WAV file for a tag, if its tags come before them, and writes them into its tags.
#
# One expects: a LIST chunk ends where its length says (RIFF), and listTags() gives its tags.
# What happens: all chunks to the end of the file count as parts of the LIST chunk. Most programs put the tags before the samples, as
# ffmpeg does: listTags() has a tag "data", the samples up to their first zero byte as text. toBuffer() writes that tag into the new file.
#
# Needs npm and its registry; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

npm install --silent --no-audit --no-fund --prefix . wavefile@11.0.0
cat > read.cjs << 'EOF'
const { WaveFile } = require('wavefile');
const chunk = (id, ...parts) => {
  const data = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.write(id);
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
};
const format = Buffer.from('0100010044ac000088580100'.concat('02001000'), 'hex');
const samples = Buffer.from('ABCDEFGH\0\0');
const tags = chunk('LIST', Buffer.from('INFO'), chunk('INAM', Buffer.from('Song\0')));
for (const [name, parts] of [
  ['tags after the samples', [chunk('fmt ', format), chunk('data', samples), tags]],
  ['tags before the samples', [chunk('fmt ', format), tags, chunk('data', samples)]],
]) {
  const wav = new WaveFile(chunk('RIFF', Buffer.from('WAVE'), ...parts));
  console.log(`${name}: ${JSON.stringify(wav.listTags())}, ${wav.getSamples().length} samples`);
  console.log(`  written again, "data" is there ${Buffer.from(wav.toBuffer()).toString('latin1').split('data').length - 1} times`);
}
EOF
node read.cjs | tee said
grep -qx 'tags after the samples: {"INAM":"Song"}, 5 samples' said
grep -qx 'tags before the samples: {"INAM":"Song","data":"ABCDEFGH"}, 5 samples' said
[ "$(grep -c 'there 1 times' said)" = 1 ] && [ "$(grep -c 'there 2 times' said)" = 1 ]
echo 'as described'
