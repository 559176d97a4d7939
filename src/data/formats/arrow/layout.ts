import type { Codec } from './compression.ts';
import type { FlatTable } from './flatbuffer.ts';
import { safe } from './flatbuffer.ts';
import type { ArrowField, ArrowType } from './schema.ts';

export interface Region {
  offset: number;
  bytes: number;
}

/** One field's nodes and buffers in a record batch; dictionary-encoded fields are their indices. */
export interface Layout {
  type: ArrowType;
  /** The dictionary that the values are places in. */
  dictionary: number | undefined;
  length: number;
  nulls: number;
  validity: Region | undefined;
  buffers: Region[];
  children: Layout[];
  names: string[];
}

export interface BatchLayout {
  rows: number;
  codec: Codec | undefined;
  columns: Layout[];
}

/** The union's bitmap of nulls was given up with this version of the metadata. */
const UNIONS_WITHOUT_NULLS = 4;
const MOST_ROWS = 2 ** 31;

/** How many buffers follow the validity. */
const BUFFERS: Record<ArrowType['is'], number> = {
  null: 0,
  bool: 1,
  int: 1,
  float: 1,
  decimal: 1,
  date: 1,
  time: 1,
  timestamp: 1,
  duration: 1,
  interval: 1,
  'fixed-bytes': 1,
  text: 2,
  bytes: 2,
  'text-view': 1,
  'bytes-view': 1,
  list: 1,
  'list-view': 2,
  'fixed-list': 0,
  struct: 0,
  map: 1,
  union: 1,
  'run-end': 0,
};

/** Deals a batch's flat lists of nodes and buffers out to its fields. */
export function layoutOf(batch: FlatTable, fields: readonly ArrowField[], version: number): BatchLayout {
  const rows = batch.int64(0);
  if (rows < 0 || rows > MOST_ROWS) throw new RangeError(`a batch of ${rows} rows`);
  const dealer = new Dealer(batch, version);
  const columns = fields.map((field) => dealer.deal(field));
  if (columns.some(({ length }) => length !== rows)) throw new RangeError('columns of unequal length');
  return { rows, codec: codecOf(batch.table(3)), columns };
}

function codecOf(compression: FlatTable | undefined): Codec | undefined {
  return compression && (compression.int8(0) === 0 ? 'lz4' : 'zstd');
}

class Dealer {
  private readonly nodes: [length: number, nulls: number][];
  private readonly regions: Region[];
  private readonly variadic: number[];
  private node = 0;
  private region = 0;
  private view = 0;

  constructor(
    batch: FlatTable,
    private readonly version: number,
  ) {
    const pair = (view: DataView, at: number): [number, number] => [
      safe(view.getBigInt64(at, true)),
      safe(view.getBigInt64(at + 8, true)),
    ];
    this.nodes = batch.structs(1, 16, pair);
    this.regions = batch.structs(2, 16, pair).map(([offset, bytes]) => ({ offset, bytes }));
    this.variadic = batch.int64s(4);
  }

  deal(field: ArrowField): Layout {
    const type = field.dictionary?.index ?? field.type;
    const node = this.nodes[this.node++];
    if (!node) throw new RangeError(`no values for ${field.name}`);
    const [length, nulls] = node;
    const validity = this.hasValidity(type) ? this.next() : undefined;
    const buffers = this.take(this.buffersOf(type));
    // Indices have no children, whatever they stand for.
    const inner = field.dictionary ? [] : field.children;
    return {
      type,
      dictionary: field.dictionary?.id,
      length,
      nulls,
      validity,
      buffers,
      children: inner.map((child) => this.deal(child)),
      names: inner.map(({ name }) => name),
    };
  }

  private hasValidity({ is }: ArrowType): boolean {
    if (is === 'union') return this.version < UNIONS_WITHOUT_NULLS;
    return is !== 'null' && is !== 'run-end';
  }

  private buffersOf(type: ArrowType): number {
    if (type.is === 'union') return type.dense ? 2 : 1;
    const views = type.is === 'text-view' || type.is === 'bytes-view';
    return BUFFERS[type.is] + (views ? (this.variadic[this.view++] ?? 0) : 0);
  }

  private take(count: number): Region[] {
    if (count > this.regions.length) throw new RangeError(`${count} buffers`);
    return Array.from({ length: count }, () => this.next());
  }

  private next(): Region {
    const region = this.regions[this.region++];
    if (!region) throw new RangeError('a buffer is missing');
    return region;
  }
}
