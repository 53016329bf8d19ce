export type { Sense } from '../scsi/sense.ts';
export {
  type DescribeOptions,
  describeEntries,
  describeError,
  describeExchange,
  describeTraceHeader,
} from './describe.ts';
export { type RecordingOptions, RecordingTransport, recordToFile } from './recording-transport.ts';
export { openReplay, ReplayTransport } from './replay-transport.ts';
export {
  type ParseTraceOptions,
  parseTrace,
  TRACE_FORMAT,
  TRACE_VERSION,
  type Trace,
  type TraceData,
  type TracedError,
  type TracedEvent,
  type TracedExchange,
  type TracedFailure,
  type TraceEntry,
  type TraceHeader,
  traceLine,
} from './trace.ts';
export { TraceError } from './trace-error.ts';
export {
  openTraceFile,
  readTrace,
  type TraceFile,
  type TraceFileOptions,
  type TraceSink,
} from './trace-file.ts';
export { tracedSense } from './traced-sense.ts';
