// Has Wireshark dissect every exchange of fixtures/golden/exchanges.jsonl and writes fixtures/golden/wireshark.jsonl:
// what an independent program reads in the same bytes, field by field.
//     apt-get install tshark && node test/golden/dissector/dissect.mjs

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withTemporaryFolder } from '../../support/with-temporary-folder.mjs';
import { IscsiCapture } from './iscsi-capture.mjs';

const FIXTURES = new URL('../../../fixtures/golden/', import.meta.url);
const PREFERENCE = 'scsi.decode_scsi_messages_as:Multimedia Device';
/** Where the CDB, the data (out or in) and the sense are in a packet. */
const CDB_AT = 86;
const DATA_AT = 102;
const SENSE_AT = 104;
/** Bytes that are dissected in parts, and fields that are not part of the exchange. */
const LEFT_OUT = /flags$|opcode$|\.control|^scsi\.(?:lun|time|status|sns\.valid)/;

const unquoted = (text) =>
  Object.fromEntries([...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, key, value]) => [key, value]));

/** `8..11`, `5`, `6.7` or `6.3-0`: bytes, or bits of a byte, 7 being the most significant. */
function placeOf(showname, first, size) {
  const mask = /^([01.][01. ]*) = /.exec(showname)?.[1]?.replaceAll(' ', '');
  if (mask === undefined || !mask.includes('.')) return size === 1 ? `${first}` : `${first}..${first + size - 1}`;
  const positions = [...mask].flatMap((bit, index) => (bit === '.' ? [] : [index]));
  const byte = first + Math.floor(positions[0] / 8);
  const [high, low] = [7 - (positions[0] % 8), 7 - (positions.at(-1) % 8)];
  return high === low ? `${byte}.${high}` : `${byte}.${high}-${low}`;
}

/** What Wireshark calls values, by field: `Incomplete Disc` for 1 of scsi_mmc.disc_info.disk_status. */
const words = {};

function noteWord(name, showname, value) {
  const [, word] = /(?:^|= )[^:=]*: ([^()]+?) \((?:0x[0-9a-f]+|\d+)\)$/.exec(showname) ?? [];
  if (word !== undefined && !/^0x/.test(word)) words[name] = { ...words[name], [Number.parseInt(value, 16)]: word };
}

function fieldsOf(packet, from, to) {
  return [...packet.matchAll(/<field (name="scsi[^>]*)>/g)].flatMap(([, attributes]) => {
    const { name, showname = '', size, pos, value } = unquoted(attributes);
    const first = Number(pos) - from;
    if (size === '0' || value === undefined || first < 0 || first >= to - from || LEFT_OUT.test(name)) return [];
    noteWord(name, showname, value);
    const number = value.length > 8 ? value.toLowerCase() : Number.parseInt(value, 16);
    return [[name, placeOf(showname, first, Number(size)), number]];
  });
}

const bytesOf = (hex) => (hex === undefined ? undefined : Buffer.from(hex, 'hex'));
const capture = new IscsiCapture();
const dissections = new Map();
const expected = [];
for (const line of readFileSync(new URL('exchanges.jsonl', FIXTURES), 'utf8').trim().split('\n')) {
  const { run, cdb, dir, len, out, in: answered, status, sense } = JSON.parse(line);
  // Hundreds of WRITEs differ only in their address: those of one run, including the lead-in, and one that failed are enough.
  if (cdb.startsWith('2a') && run !== 'cdrskin-sao-text' && status === 0x00) continue;
  const packets = capture.add({
    cdb: bytesOf(cdb),
    dir,
    len,
    out: bytesOf(out),
    in: bytesOf(answered),
    status,
    sense: bytesOf(sense),
  });
  const want = (part, packet, from, bytes) => {
    const key = `${part === 'sense' ? '' : cdb}|${part}|${bytes}`;
    if (bytes === undefined || packet === undefined || dissections.has(key)) return;
    const about = part === 'sense' || part === 'cdb' ? {} : { cdb };
    dissections.set(key, { part, ...about, bytes });
    expected.push({ key, packet, from, to: from + bytes.length / 2 });
  };
  want('cdb', packets.command, CDB_AT, cdb);
  want('out', packets.command, DATA_AT, out);
  want('in', packets.dataIn, DATA_AT, answered);
  want('sense', packets.response, SENSE_AT, sense);
}

const pdml = await withTemporaryFolder((folder) => {
  const file = join(folder, 'golden.pcap');
  writeFileSync(file, capture.toPcap());
  return execFileSync('tshark', ['-r', file, '-o', PREFERENCE, '-T', 'pdml'], {
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
});

const packets = pdml.split('<packet>').slice(1);
const lines = expected.flatMap(({ key, packet, from, to }) => {
  const fields = fieldsOf(packets[packet], from, to);
  return fields.length === 0 ? [] : [`${JSON.stringify({ ...dissections.get(key), fields })}\n`];
});
writeFileSync(new URL('wireshark.jsonl', FIXTURES), lines.join(''));
writeFileSync(new URL('wireshark-values.json', FIXTURES), `${JSON.stringify(words, null, 2)}\n`);
console.log(`${lines.length} dissections of ${expected.length}, ${lines.join('').length} bytes`);
