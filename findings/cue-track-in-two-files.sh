#!/usr/bin/env bash
# cueconvert of cuetools 1.4.1 (Debian 12), cue-parser 0.3.0 and @gplane/cue 0.2.0 do not read a CUE sheet in which a track begins
# in one file and goes on in the next.
#
# One expects: ripping programs offer sheets with a file for each track and each gap at the end of the file before: INDEX 00, then FILE, then
# INDEX 01 of the same track. Each index belongs to the file that was named last; what cannot be said in the output is an error.
# What happens: cueconvert writes a sheet in which INDEX 01 is in the first file, before INDEX 00, and a TOC file with START 00:-4:00,
# both with status 0. cue-parser has INDEX 00 in the second file. @gplane/cue drops the INDEX 01 ("tolerant"), and reports CurrentTrackRequired.
#
# Needs a Debian 12 machine (amd64 or arm64) with its archive configured, npm and its registry; nothing is installed outside a temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get download -q cuetools=1.4.1-0.2 > /dev/null
dpkg-deb -x ./*.deb root
npm install --silent --no-audit --no-fund --prefix . cue-parser@0.3.0 @gplane/cue@0.2.0
cat > album.cue << 'EOF'
FILE "one.wav" WAVE
  TRACK 01 AUDIO
    INDEX 01 00:00:00
  TRACK 02 AUDIO
    INDEX 00 00:04:00
FILE "two.wav" WAVE
    INDEX 01 00:00:00
EOF
cat > parse.mjs << 'EOF'
import { readFileSync } from 'node:fs';
import { ErrorKind, parse } from '@gplane/cue';
import cueParser from 'cue-parser';
const tell = (files, number, index) =>
  files.map(({ name, tracks }) => `${name}: ${tracks.map((track) => `track ${number(track)} ${track.indexes.map(index).join(' ')}`)}`).join('; ');
const two = (value) => String(value).padStart(2, '0');
const { files } = cueParser.parse('album.cue');
console.log(`cue-parser: ${tell(files, (track) => track.number, ({ number, time }) => `${two(number)}=${two(time.sec)}s`)}`);
const { sheet, errors } = parse(readFileSync('album.cue', 'utf8'));
console.log(`@gplane/cue: ${tell(sheet.files, (track) => track.trackNumber, ({ number, startingTime }) => `${two(number)}=${two(startingTime[1])}s`)}`);
console.log(`errors: ${errors.map(({ kind }) => Object.keys(ErrorKind).find((name) => ErrorKind[name] === kind) ?? kind).join(' ')}`);
EOF
root/usr/bin/cueconvert -i cue -o cue album.cue > back.cue
root/usr/bin/cueconvert -i cue -o toc album.cue > album.toc
cat back.cue album.toc
node parse.mjs | tee said
[ "$(grep -c '^FILE' back.cue)" = 1 ]
[ "$(sed -n '/TRACK 02/,$s/^INDEX //p' back.cue | paste -sd,)" = '00 00:04:00,01 00:00:00' ]
grep -qx 'START 00:-4:00' album.toc
grep -qx 'cue-parser: one.wav: track 1 01=00s; two.wav: track 2 00=04s 01=00s' said
grep -qx '@gplane/cue: one.wav: track 1 01=00s,track 2 00=04s; two.wav: ' said
echo 'as described'
