import { describe, expect, test } from '@jest/globals';
import { CommanderError } from 'commander';
import { CancelledError, UsageError } from '../../src/cli/cli-error.ts';
import { failureInWords, failureOf } from '../../src/cli/failure.ts';
import {
  AudioFormatError,
  BurnError,
  ImageError,
  type ImageErrorKind,
  TraceError,
  TransportError,
} from '../../src/index.ts';

const burnError = (phase: BurnError['phase']) => new BurnError({ phase, reason: 'it broke', remedy: 'Repair it' });
const transportError = new TransportError({
  kind: 'denied',
  path: '/dev/sr0',
  operation: 'open',
  osCode: 'EACCES (13)',
  errno: 13,
  reason: 'you may not open this drive',
  remedy: 'Join the group cdrom',
});
const imageError = (kind: ImageErrorKind) => new ImageError({ kind, reason: 'no image', remedy: 'Try something else' });

test('what was exported before an error, and what it lacks, is said', () => {
  const exported = ['track01.wav'];
  const warnings = ['before track 3 is sound'];
  const error = new ImageError({ kind: 'unreadable', reason: 'track 2 broke', remedy: 'Clean it', exported, warnings });
  const failure = failureOf(error, '');
  expect(failure).toMatchObject({ exported, warnings, exitCode: 1 });
  expect(failureInWords(failure)).toBe('Warning: before track 3 is sound.\ndiscwright: track 2 broke\nClean it');
});

describe('exit codes', () => {
  test.each<[number, Error]>([
    [1, burnError('writing')],
    [1, burnError('closing the session')],
    [1, imageError('unreadable')],
    [1, new Error('anything else')],
    [2, burnError('planning')],
    [2, imageError('exists')],
    [2, new UsageError('wrong', 'See --help')],
    [2, new AudioFormatError({ path: 'a.wav', found: 'not audio', remedy: 'Convert it.' })],
    [2, new TraceError('no trace')],
    [3, transportError],
    [4, burnError('verifying')],
    [130, new CancelledError()],
  ])('%i', (exitCode, error) => {
    expect(failureOf(error, '')).toMatchObject({ exitCode });
  });
});

describe('failureOf', () => {
  test('says that a command is missing', () => {
    const error = new CommanderError(1, 'commander.help', '(outputHelp)');
    expect(failureOf(error, 'See --help')).toMatchObject({ name: 'UsageError', message: 'no command was given' });
  });

  test('separates message and remedy, and keeps the system’s error', () => {
    const failure = failureOf(transportError, '');
    expect(failure).toEqual({
      name: 'TransportError',
      kind: 'denied',
      message: '/dev/sr0: open: you may not open this drive [EACCES (13)]',
      remedy: 'Join the group cdrom',
      osCode: 'EACCES (13)',
      errno: 13,
      exitCode: 3,
    });
    expect(failureInWords(failure)).toBe(
      'discwright: /dev/sr0: open: you may not open this drive [EACCES (13)]\nJoin the group cdrom',
    );
  });
});
