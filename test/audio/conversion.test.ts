import { describe, expect, test } from '@jest/globals';
import { conversionCommand } from '../../src/audio/conversion.ts';

const options = '-ar 44100 -c:a pcm_s16le';

describe('the command that converts a file can be pasted into a shell', () => {
  test.each([
    ['song.mp3', `ffmpeg -i 'song.mp3' ${options} 'song.cd.wav'`],
    ['/music/a b/$(song).flac', `ffmpeg -i '/music/a b/$(song).flac' ${options} '/music/a b/$(song).cd.wav'`],
    ["it's.wav", `ffmpeg -i 'it'\\''s.wav' ${options} 'it'\\''s.cd.wav'`],
    ['-y.wav', `ffmpeg -i './-y.wav' ${options} './-y.cd.wav'`],
    ['a:b.wav', `ffmpeg -i './a:b.wav' ${options} './a:b.cd.wav'`],
    ['.wav', `ffmpeg -i '.wav' ${options} '.wav.cd.wav'`],
  ])('%s', (path, command) => {
    expect(conversionCommand(path, {}, 'linux')).toBe(command);
  });

  test('on Windows in double quotes', () => {
    expect(conversionCommand('a b.mp3', {}, 'win32')).toBe(`ffmpeg -i "a b.mp3" ${options} "a b.cd.wav"`);
  });

  test.each([
    [1, '-af pan="stereo|c0=c0|c1=c0" '],
    [2, ''],
    [6, '-ac 2 '],
    [undefined, ''],
  ])('with %p channels it keeps the level: ffmpeg makes mono 3 dB quieter with -ac 2', (channels, inserted) => {
    const command = conversionCommand('a.wav', { channels }, 'linux');
    expect(command).toBe(`ffmpeg -i 'a.wav' ${inserted}${options} 'a.cd.wav'`);
  });
});
