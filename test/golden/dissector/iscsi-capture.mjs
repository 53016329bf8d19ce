// Exchanges with a drive as a packet capture that Wireshark reads: SCSI commands in iSCSI (RFC 7143) in TCP.

const u16 = (value) => Buffer.from([(value >> 8) & 0xff, value & 0xff]);
const u32 = (value) => Buffer.from([(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff]);
const padded = (bytes) => Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
const segmentLength = (bytes) => u32(bytes.length);

const FROM_HOST = { source: 1, destination: 2, sourcePort: 40_000, destinationPort: 3260 };
const FROM_DRIVE = { source: 2, destination: 1, sourcePort: 3260, destinationPort: 40_000 };
const SCSI_COMMAND = 0x01;
const SCSI_RESPONSE = 0x21;
const SCSI_DATA_IN = 0x25;
const FLAGS = { from: 0xc1, to: 0xa1, none: 0x81 }; // final, read or write, simple

/** Makes one capture; `add` returns which packets of it an exchange has become. */
export class IscsiCapture {
  #packets = [];
  #sequence = new Map([
    [FROM_HOST, 1000],
    [FROM_DRIVE, 5000],
  ]);
  #task = 0;

  /** @returns the numbers, from 0, of the packets with the command, the data in and the response */
  add({ cdb, dir, len, out, in: data, status, sense }) {
    this.#task += 1;
    const task = u32(this.#task);
    const cdb16 = Buffer.alloc(16);
    cdb16.set(cdb);
    const sent = out ?? Buffer.alloc(0);
    const command = this.#packet(FROM_HOST, [
      Buffer.from([SCSI_COMMAND, FLAGS[dir], 0, 0]),
      segmentLength(sent),
      Buffer.alloc(8), // LUN
      task,
      u32(len),
      task,
      u32(this.#task),
      cdb16,
      padded(sent),
    ]);
    const answer = (opcode, statusByte, fields, bytes) =>
      this.#packet(FROM_DRIVE, [
        Buffer.from([opcode, 0x80, 0, statusByte]),
        segmentLength(bytes),
        Buffer.alloc(8),
        task,
        fields,
        u32(this.#task),
        u32(this.#task + 1),
        u32(this.#task + 100),
        Buffer.alloc(12),
        padded(bytes),
      ]);
    const dataIn = data?.length ? answer(SCSI_DATA_IN, 0, u32(0xffffffff), data) : undefined;
    const withLength = sense?.length ? Buffer.concat([u16(sense.length), sense]) : Buffer.alloc(0);
    const response = answer(SCSI_RESPONSE, status, u32(0), withLength);
    return { command, dataIn, response };
  }

  #packet(way, parts) {
    const payload = Buffer.concat(parts);
    const [back] = [FROM_HOST, FROM_DRIVE].filter((each) => each !== way);
    const tcp = Buffer.concat([
      u16(way.sourcePort),
      u16(way.destinationPort),
      u32(this.#sequence.get(way)),
      u32(this.#sequence.get(back)),
      Buffer.from([0x50, 0x18, 0xff, 0xff, 0, 0, 0, 0]),
    ]);
    this.#sequence.set(way, this.#sequence.get(way) + payload.length);
    const ip = Buffer.concat([
      Buffer.from([0x45, 0]),
      u16(40 + payload.length),
      Buffer.from([0, 1, 0, 0, 64, 6, 0, 0, 10, 0, 0, way.source, 10, 0, 0, way.destination]),
    ]);
    const ethernet = Buffer.from([2, 0, 0, 0, 0, way.destination, 2, 0, 0, 0, 0, way.source, 8, 0]);
    this.#packets.push(Buffer.concat([ethernet, ip, tcp, payload]));
    return this.#packets.length - 1;
  }

  /** The capture as a pcap file. */
  toPcap() {
    const header = Buffer.concat([
      Buffer.from([0xa1, 0xb2, 0xc3, 0xd4]),
      u16(2),
      u16(4),
      Buffer.alloc(8),
      u32(262_144),
      u32(1), // Ethernet
    ]);
    const records = this.#packets.flatMap((packet, index) => [
      u32(index),
      u32(0),
      u32(packet.length),
      u32(packet.length),
      packet,
    ]);
    return Buffer.concat([header, ...records]);
  }
}
