import type { ByteStream, StreamData } from '../core/stream-data.ts';

/**
 * Streams made of other streams (IMAPI2's IStream is {@link ByteStream} here). They can be read again if all of their parts
 * can. E_POINTER before they are initialized.
 */
export interface IStreamConcatenate extends ByteStream {
  /** IStreamConcatenate::Initialize (27354146-7F64-5B0F-8F00-5D77AFBE261E). @throws E_POINTER, E_INVALIDARG */
  initialize(stream1: StreamData, stream2: StreamData): void;
  /** IStreamConcatenate::Initialize2. */
  initialize2(streams: readonly StreamData[]): void;
  /** IStreamConcatenate::Append. As documented, E_NOTIMPL. */
  append(stream: StreamData): void;
  /** IStreamConcatenate::Append2. As documented, E_NOTIMPL. */
  append2(streams: readonly StreamData[]): void;
}

/** Streams taken in turn, a number of bytes each (27354147-7F64-5B0F-8F00-5D77AFBE261E). */
export interface IStreamInterleave extends ByteStream {
  /**
   * IStreamInterleave::Initialize. Such as 2,352 bytes of sectors and 96 of sub-channels.
   * @param interleaveSizes bytes of each stream, in turn; each stream must be a multiple of its own, as often as the others
   * @throws E_POINTER, E_INVALIDARG
   */
  initialize(streams: readonly StreamData[], interleaveSizes: readonly number[]): void;
}

/** Bytes that look random and are the same for the same seed (27354145-7F64-5B0F-8F00-5D77AFBE261E). Not for secrets. */
export interface IStreamPseudoRandomBased extends ByteStream {
  /** IStream::SetSize: how long it is. 0 at first. @throws E_INVALIDARG */
  setSize(lengthBytes: number): void;
  /** IStreamPseudoRandomBased::get_Seed. 0 at first. */
  get seed(): number;
  /** IStreamPseudoRandomBased::put_Seed. A number of 32 bits. @throws E_INVALIDARG */
  set seed(value: number);
  /** IStreamPseudoRandomBased::get_ExtendedSeed. As documented, E_NOTIMPL. */
  get extendedSeed(): readonly number[];
  /** IStreamPseudoRandomBased::put_ExtendedSeed. As documented, E_NOTIMPL. */
  set extendedSeed(values: readonly number[]);
}

/** A range of sectors (IBlockRange, B507CA25-2204-11DD-966A-001AA01BBC58). */
export interface IBlockRange {
  /** IBlockRange::get_StartLba. The first one. */
  readonly startLba: number;
  /** IBlockRange::get_EndLba. The last one. */
  readonly endLba: number;
}

/** Ranges in the order in which they are written (IBlockRangeList, B507CA26-2204-11DD-966A-001AA01BBC58). */
export interface IBlockRangeList {
  /** IBlockRangeList::get_BlockRanges. */
  readonly blockRanges: readonly IBlockRange[];
}
