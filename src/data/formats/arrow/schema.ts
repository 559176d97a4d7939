import type { ColumnType } from '../../../contract/import.ts';
import type { FlatTable } from './flatbuffer.ts';

export type Unit = 's' | 'ms' | 'us' | 'ns';

/** The types of the Arrow format, as far as reading differs. `wide`: offsets of 64 bits. */
export type ArrowType =
  | { is: 'null' | 'bool' | 'struct' | 'text-view' | 'bytes-view' | 'run-end' }
  | { is: 'int'; bits: number; signed: boolean }
  | { is: 'float'; bits: 16 | 32 | 64 }
  | { is: 'text' | 'bytes' | 'list' | 'list-view' | 'map'; wide: boolean }
  | { is: 'fixed-bytes' | 'fixed-list'; size: number }
  | { is: 'decimal'; bits: number; precision: number; scale: number }
  | { is: 'date'; bits: 32 | 64 }
  | { is: 'time' | 'duration' | 'timestamp'; bits: 32 | 64; unit: Unit; zoned: boolean }
  | { is: 'interval'; of: 'months' | 'days' | 'nanos' }
  | { is: 'union'; dense: boolean; ids: number[] };

export type IntType = Extract<ArrowType, { is: 'int' }>;

export interface ArrowField {
  name: string;
  type: ArrowType;
  children: ArrowField[];
  /** The values are places in the dictionary of this number. */
  dictionary?: { id: number; index: IntType };
}

export interface ArrowSchema {
  bigEndian: boolean;
  fields: ArrowField[];
}

/** Schemas nest as JSON does; deeper than this is no table. */
const MOST_LEVELS = 64;
/** Most decimal digits that a double tells apart. */
const DOUBLE_DIGITS = 15;
const UNITS: readonly Unit[] = ['s', 'ms', 'us', 'ns'];

/** The schema of a message's or footer's table (`Schema.fbs` of Apache Arrow). */
export const readSchema = (table: FlatTable): ArrowSchema => ({
  bigEndian: table.int16(0) === 1,
  fields: table.tables(1).map((field) => readField(field, 0)),
});

function readField(table: FlatTable, level: number): ArrowField {
  if (level > MOST_LEVELS) throw new RangeError('the schema nests too deeply');
  const type = readType(table.int8(2), table.table(3));
  const children = table.tables(5).map((child) => readField(child, level + 1));
  const encoding = table.table(4);
  const dictionary = encoding && { id: encoding.int64(0), index: readInt(encoding.table(1)) };
  return { name: table.text(0) ?? '', type, children, dictionary };
}

/** Indices into a dictionary are signed 32-bit ones unless the schema says otherwise. */
const readInt = (table: FlatTable | undefined): IntType => ({
  is: 'int',
  bits: oneOf(table ? table.int32(0) : 32, [8, 16, 32, 64]),
  signed: table ? table.int8(1) !== 0 : true,
});

function oneOf<T extends number>(value: number, allowed: readonly T[]): T {
  if (!allowed.includes(value as T)) throw new RangeError(`a width of ${value} bits`);
  return value as T;
}

type Read = (table: FlatTable) => ArrowType;

const temporal =
  (is: 'time' | 'duration' | 'timestamp', unitAbsent: number, bits: (table: FlatTable) => number): Read =>
  (table) => ({
    is,
    unit: UNITS[table.int16(0, unitAbsent)] ?? 's',
    bits: oneOf(bits(table), [32, 64]),
    zoned: is === 'timestamp' && Boolean(table.text(1)),
  });

/** In the order of the union `Type`. */
const TYPES: readonly (Read | undefined)[] = [
  undefined,
  () => ({ is: 'null' }),
  readInt,
  (table) => ({ is: 'float', bits: ([16, 32, 64] as const)[table.int16(0)] ?? 64 }),
  () => ({ is: 'bytes', wide: false }),
  () => ({ is: 'text', wide: false }),
  () => ({ is: 'bool' }),
  (table) => ({
    is: 'decimal',
    precision: table.int32(0),
    scale: table.int32(1),
    bits: oneOf(table.int32(2, 128), [32, 64, 128, 256]),
  }),
  (table) => ({ is: 'date', bits: table.int16(0, 1) === 0 ? 32 : 64 }),
  temporal('time', 1, (table) => table.int32(1, 32)),
  temporal('timestamp', 0, () => 64),
  (table) => ({ is: 'interval', of: (['months', 'days', 'nanos'] as const)[table.int16(0)] ?? 'months' }),
  () => ({ is: 'list', wide: false }),
  () => ({ is: 'struct' }),
  (table) => ({ is: 'union', dense: table.int16(0) === 1, ids: table.int32s(1) }),
  (table) => ({ is: 'fixed-bytes', size: table.int32(0) }),
  (table) => ({ is: 'fixed-list', size: table.int32(0) }),
  () => ({ is: 'map', wide: false }),
  temporal('duration', 1, () => 64),
  () => ({ is: 'bytes', wide: true }),
  () => ({ is: 'text', wide: true }),
  () => ({ is: 'list', wide: true }),
  () => ({ is: 'run-end' }),
  () => ({ is: 'bytes-view' }),
  () => ({ is: 'text-view' }),
  () => ({ is: 'list-view', wide: false }),
  () => ({ is: 'list-view', wide: true }),
];

function readType(number: number, table: FlatTable | undefined): ArrowType {
  const read = TYPES[number];
  if (!read || !table) throw new RangeError(`the type ${number} is unknown`);
  return read(table);
}

/** The type of column that a field becomes. */
export function columnType({ type, children }: ArrowField): ColumnType {
  switch (type.is) {
    case 'int':
      return type.bits === 64 && !type.signed ? 'text' : 'integer';
    case 'float':
    case 'duration':
      return 'number';
    case 'decimal':
      return type.precision <= DOUBLE_DIGITS ? 'number' : 'text';
    case 'bool':
      return 'boolean';
    case 'date':
    case 'timestamp':
      return type.is;
    case 'run-end':
      return columnType(children[1]!);
    default:
      return 'text';
  }
}
