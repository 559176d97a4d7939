/**
 * One table of a FlatBuffer, read field by field; `slot` is the field's number in its schema. Reading outside the bytes throws a
 * RangeError, as DataView does.
 */
export class FlatTable {
  private readonly vtable: number;
  private readonly vtableBytes: number;

  constructor(
    private readonly view: DataView,
    private readonly at: number,
  ) {
    this.vtable = at - view.getInt32(at, true);
    this.vtableBytes = view.getUint16(this.vtable, true);
  }

  static root(bytes: Uint8Array): FlatTable {
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return new FlatTable(view, view.getUint32(0, true));
  }

  /** Where a field's value stands; 0 where the table leaves it out. */
  private find(slot: number): number {
    const entry = 4 + slot * 2;
    if (entry + 2 > this.vtableBytes) return 0;
    const offset = this.view.getUint16(this.vtable + entry, true);
    return offset === 0 ? 0 : this.at + offset;
  }

  int8(slot: number, absent = 0): number {
    const at = this.find(slot);
    return at ? this.view.getInt8(at) : absent;
  }

  int16(slot: number, absent = 0): number {
    const at = this.find(slot);
    return at ? this.view.getInt16(at, true) : absent;
  }

  int32(slot: number, absent = 0): number {
    const at = this.find(slot);
    return at ? this.view.getInt32(at, true) : absent;
  }

  /** A 64-bit count, size or id. */
  int64(slot: number): number {
    const at = this.find(slot);
    return at ? safe(this.view.getBigInt64(at, true)) : 0;
  }

  text(slot: number): string | undefined {
    const at = this.find(slot);
    if (!at) return undefined;
    const { start, count } = this.vector(at, 1);
    return new TextDecoder().decode(new Uint8Array(this.view.buffer, this.view.byteOffset + start, count));
  }

  table(slot: number): FlatTable | undefined {
    const at = this.find(slot);
    return at ? new FlatTable(this.view, at + this.view.getUint32(at, true)) : undefined;
  }

  tables(slot: number): FlatTable[] {
    return this.items(slot, 4, (at) => new FlatTable(this.view, at + this.view.getUint32(at, true)));
  }

  int32s(slot: number): number[] {
    return this.items(slot, 4, (at) => this.view.getInt32(at, true));
  }

  int64s(slot: number): number[] {
    return this.items(slot, 8, (at) => safe(this.view.getBigInt64(at, true)));
  }

  /** A vector of structs; `read` gets each one's view and place. */
  structs<T>(slot: number, size: number, read: (view: DataView, at: number) => T): T[] {
    return this.items(slot, size, (at) => read(this.view, at));
  }

  private items<T>(slot: number, size: number, read: (at: number) => T): T[] {
    const found = this.find(slot);
    if (!found) return [];
    const { start, count } = this.vector(found, size);
    return Array.from({ length: count }, (_, index) => read(start + index * size));
  }

  private vector(at: number, size: number): { start: number; count: number } {
    const start = at + this.view.getUint32(at, true);
    const count = this.view.getUint32(start, true);
    // A length that the bytes can't hold must not be allocated first.
    if (start + 4 + count * size > this.view.byteLength) throw new RangeError(`a vector of ${count} items overruns`);
    return { start: start + 4, count };
  }
}

/** A 64-bit integer as a number that names it exactly. */
export function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is no size`);
  return number;
}
