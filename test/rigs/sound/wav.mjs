import { readFileSync } from 'node:fs';

/** Samples of a WAV file as numbers of full scale 1, of all channels in turn; with its rate and channels. */
export function readWav(path) {
  const file = readFileSync(path);
  let at = 12;
  let format;
  for (;;) {
    const id = file.toString('latin1', at, at + 4);
    const length = file.readUInt32LE(at + 4);
    if (id === 'fmt ') {
      const tag = file.readUInt16LE(at + 8);
      format = {
        isFloat: (tag === 0xfffe ? file.readUInt16LE(at + 32) : tag) === 3,
        channels: file.readUInt16LE(at + 10),
        rateHz: file.readUInt32LE(at + 12),
        bits: file.readUInt16LE(at + 22),
      };
    }
    if (id === 'data') {
      const body = file.subarray(at + 8, Math.min(file.length, at + 8 + length));
      return { ...format, values: valuesOf(body, format) };
    }
    at += 8 + length + (length % 2);
  }
}

function valuesOf(body, { bits, isFloat }) {
  const bytes = bits / 8;
  return Float64Array.from({ length: Math.floor(body.length / bytes) }, (_, index) => {
    const position = index * bytes;
    if (isFloat) return bytes === 4 ? body.readFloatLE(position) : body.readDoubleLE(position);
    if (bytes === 1) return (body.readUInt8(position) - 128) / 128;
    return body.readIntLE(position, bytes) / 2 ** (bits - 1);
  });
}
