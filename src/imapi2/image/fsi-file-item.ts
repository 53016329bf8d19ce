import type { NodeAttributes, TreeFile } from '../../filesystem/tree/model.ts';
import { membersInJson } from '../../json-values.ts';
import { HResult } from '../core/hresult.ts';
import { ImapiError } from '../core/imapi-error.ts';
import { type ByteStream, measuredStream, type StreamData } from '../core/stream-data.ts';
import { FsiItem } from './fsi-item.ts';

const LOW = 2 ** 32;

/** @throws E_POINTER, IMAPI_E_DATA_STREAM_CREATE_FAILURE for data whose length is not known */
export function fileData(data: StreamData, member: string): ByteStream {
  if (data === null || data === undefined) throw new ImapiError(HResult.E_POINTER, { member });
  const stream = measuredStream(data, 'a file');
  if (stream !== undefined) return stream;
  const remedy = 'Give memory, a Blob, or an object with name, lengthBytes, repeatable and openReader().';
  throw new ImapiError(HResult.IMAPI_E_DATA_STREAM_CREATE_FAILURE, { member, remedy });
}

/** A file of an image (IFsiFileItem, 2C941FDB-975B-59BE-A960-9A2A262853A5). */
export class FsiFileItem extends FsiItem {
  #data: ByteStream | undefined;
  /** The node of a file that is on this computer or, in an earlier session, on the disc. */
  #node: TreeFile | undefined;

  /** @param node the file, when it is not to be made of data */
  constructor(name: string, node?: TreeFile) {
    super(name, node);
    this.#node = node;
  }

  /** IFsiFileItem::get_DataSize. Bytes. */
  get dataSize(): number {
    return this.#node?.lengthBytes ?? this.#data?.lengthBytes ?? 0;
  }

  /** IFsiFileItem::get_DataSize32BitLow. */
  get dataSize32BitLow(): number {
    return this.dataSize % LOW;
  }

  /** IFsiFileItem::get_DataSize32BitHigh. */
  get dataSize32BitHigh(): number {
    return Math.floor(this.dataSize / LOW);
  }

  /** IFsiFileItem::get_Data. That of a file of an earlier session is read from the disc; null until it is set. */
  get data(): ByteStream | null {
    const node = this.#node;
    if (node === undefined) return this.#data ?? null;
    const open = node.openReader?.bind(node);
    return open === undefined
      ? null
      : { name: this.name, lengthBytes: node.lengthBytes, repeatable: true, openReader: open };
  }

  /** IFsiFileItem::put_Data. @throws E_POINTER, IMAPI_E_READONLY */
  set data(value: StreamData) {
    const stream = fileData(value, 'data');
    this.requireWritable('data');
    const [data, node] = [this.#data, this.#node];
    this.#data = stream;
    this.#node = undefined;
    this.changed(() => {
      this.#data = data;
      this.#node = node;
    });
  }

  /** Not of IMAPI2: whether it is on the disc already. */
  get imported(): boolean {
    return this.#node?.extents !== undefined;
  }

  /** Not of IMAPI2: the file for the image. */
  override toNode(): TreeFile {
    const { attributes } = this;
    if (this.#node !== undefined) {
      // The image knows files of the disc by their objects.
      return this.imported ? this.#node : withAttributes(this.#node, attributes);
    }
    const data = this.#data;
    return {
      ...attributes,
      kind: 'file',
      lengthBytes: data?.lengthBytes ?? 0,
      openReader: async () => (data === undefined ? EMPTY : data.openReader()),
    };
  }

  /** What it holds, as plain data, for logs. */
  override toJSON(): object {
    return { ...super.toJSON(), ...membersInJson(this, ['dataSize']) };
  }
}

const EMPTY = { read: async () => 0, close: async () => {} };

/** Files may be objects of a class: their own properties are not all that they have. */
function withAttributes(node: TreeFile, { name, created, accessed, modified, hidden }: NodeAttributes): TreeFile {
  const { kind, lengthBytes, linkId, mode, uid, gid } = node;
  const open = node.openReader?.bind(node);
  return {
    kind,
    lengthBytes,
    linkId,
    mode,
    uid,
    gid,
    name,
    created,
    accessed,
    modified,
    hidden,
    ...(open === undefined ? {} : { openReader: open }),
  };
}
