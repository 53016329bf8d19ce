#!/usr/bin/env bash
# vorbis-tools 1.4.2 (Debian 12): oggdec writes the last three of six channels into the wrong places of a WAV file.
#
# One expects: oggenc maps the channels of a 5.1 WAV file (front left, front right, centre, bass, rear left, rear right) to
# the order of Vorbis, and oggdec maps them back, so that each channel comes back where it was.
# What happens: the first three do; the fourth has what was rear right, the fifth the bass, the sixth what was rear left.
# No warning. A WAV file decoded that way is not fit to compare another decoder with, and a downmix of it has the bass in it.
#
# Needs a Debian 12 machine (amd64 or arm64) with its archive configured, and python3; nothing is installed outside a
# temporary folder.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

apt-get download -q vorbis-tools=1.4.2-1+b1 libflac12 libogg0 libvorbis0a libvorbisenc2 libvorbisfile3 > /dev/null
for package in ./*.deb; do dpkg-deb -x "$package" root; done
export LD_LIBRARY_PATH
LD_LIBRARY_PATH=$(find "$PWD/root/usr/lib" -name 'lib*.so.*' -printf '%h\n' | sort -u | paste -sd:)

# Two seconds with another tone in each channel.
cat > tones.py << 'PYTHON'
import cmath, math, struct, sys, wave
TONES = {'left': 300, 'right': 500, 'centre': 700, 'bass': 60, 'rear-left': 1100, 'rear-right': 1300}
RATE = 48000
if sys.argv[1] == 'make':
    with wave.open('six.wav', 'wb') as file:
        file.setparams((6, 2, RATE, 0, 'NONE', ''))
        for i in range(2 * RATE):
            file.writeframes(struct.pack('<6h', *(round(8000 * math.sin(2 * math.pi * hz * i / RATE)) for hz in TONES.values())))
else:
    with wave.open('back.wav') as file:
        samples = struct.unpack(f'<{6 * file.getnframes()}h', file.readframes(file.getnframes()))
    def level(channel, hz):
        part = samples[channel::6][RATE // 2:RATE]
        return abs(sum(x * cmath.exp(-2j * math.pi * hz * i / RATE) for i, x in enumerate(part)))
    print(*(max(TONES, key=lambda name: level(channel, TONES[name])) for channel in range(6)))
PYTHON
python3 tones.py make
root/usr/bin/oggenc --quiet --quality 8 --output six.ogg six.wav
root/usr/bin/oggdec --quiet --output back.wav six.ogg

found=$(python3 tones.py find)
printf 'expected: left right centre bass rear-left rear-right\nfound:    %s\n' "$found"
[ "$found" = 'left right centre rear-right bass rear-left' ]
echo 'as described'
