import { crc32, deflateRawSync } from 'node:zlib';

/** A member of an archive made for a test, whose headers may say anything. */
export interface RawMember {
  name: string;
  method: number;
  flags: number;
  crc: number;
  packed: Uint8Array;
  packedBytes: number;
  bytes: number;
  /** Another member's place, for archives whose members share bytes. */
  at?: number;
}

/** An honest member, packed by zlib. */
export function zipMember(name: string, content: string | Uint8Array, method: 0 | 8 = 8): RawMember {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const packed = method === 8 ? new Uint8Array(deflateRawSync(bytes)) : bytes;
  const crc = crc32(bytes);
  return { name, method, flags: 0x800, crc, packed, packedBytes: packed.length, bytes: bytes.length };
}

/** An archive of exactly these members, field by field as APPNOTE.TXT has it; the CRC and sizes are what the members say. */
export function rawZip(members: readonly RawMember[]): Uint8Array {
  const pieces: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const member of members) {
    const name = Buffer.from(member.name);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    writeCommon(local, 4, member, name.length);
    directory.push(directoryEntry(member, name, member.at ?? at), name);
    if (member.at !== undefined) continue;
    pieces.push(local, name, Buffer.from(member.packed));
    at += 30 + name.length + member.packed.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...pieces, ...directory, end]));
}

function directoryEntry(member: RawMember, name: Buffer, at: number): Buffer {
  const entry = Buffer.alloc(46);
  entry.writeUInt32LE(0x02014b50, 0);
  entry.writeUInt16LE(20, 4);
  writeCommon(entry, 6, member, name.length);
  entry.writeUInt32LE(at, 42);
  return entry;
}

/** The fields that both headers have, in the same order. */
function writeCommon(header: Buffer, from: number, member: RawMember, nameLength: number): void {
  header.writeUInt16LE(20, from);
  header.writeUInt16LE(member.flags, from + 2);
  header.writeUInt16LE(member.method, from + 4);
  header.writeUInt32LE(member.crc, from + 10);
  header.writeUInt32LE(member.packedBytes, from + 14);
  header.writeUInt32LE(member.bytes, from + 18);
  header.writeUInt16LE(nameLength, from + 22);
}
