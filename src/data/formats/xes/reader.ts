import type { SaxesTagPlain } from 'saxes';
import { SaxesParser } from 'saxes';
import type { Notice, RejectedRecord } from '../../../contract/import.ts';
import { AppError } from '../../../core/errors.ts';
import type { TextBatch } from '../../batch.ts';
import { Columns } from '../json/keys.ts';
import type { TextReader } from '../text-format.ts';
import type { Attribute } from './attributes.ts';
import { isAttribute, putAttribute } from './attributes.ts';
import type { Cell } from './blocks.ts';
import { Blocks } from './blocks.ts';

type Emit = (batch: TextBatch) => void;
type Cells = (Cell | undefined)[];

interface Row {
  cells: Cells;
  line: number;
}

/** What an attribute may belong to. */
type Scope = 'log' | 'trace' | 'event' | 'global';

/** A trace of more events is passed on before it ends. */
const MOST_HELD = 100_000;
/** Attributes within attributes beyond this are an attack. */
const MOST_LEVELS = 64;
/** Bytes without a single event, trace or attribute to show for them. */
const MOST_SILENT = 64 << 20;
const CASE = 'case:';

/**
 * Reads an XES log, one row an event: the attributes of its trace as `case:…`, then its own. A trace without events is a record that
 * is skipped. What a `global` declares stands in where an event or trace leaves it out, and is counted.
 */
export class XesReader implements TextReader {
  records = 0;
  rows = 0;
  skipped = 0;
  readonly rejected: RejectedRecord[] = [];
  readonly rejectedCount = 0;

  private readonly decoder = new TextDecoder('utf-8');
  private readonly parser = new SaxesParser();
  private readonly table = new Columns();
  private readonly places = new Map<string, number>();
  private readonly blocks: Blocks;
  private emit: Emit = () => undefined;
  private silent = 0;

  private scope: Scope | undefined;
  private readonly attributes: Attribute[] = [];
  private readonly defaults: Record<'trace' | 'event', Attribute[]> = { trace: [], event: [] };
  private globalScope: 'trace' | 'event' | undefined;
  private trace: Cells = [];
  private inTrace = false;
  private traceEvents = 0;
  private held: Row[] = [];
  private event: Row | undefined;
  private filled = 0;
  private repeated = 0;

  constructor(
    private readonly fileName: string,
    private readonly known: readonly (string | null)[] = [],
  ) {
    this.blocks = new Blocks(known.length);
    this.parser.on('opentag', (tag) => this.open(tag));
    this.parser.on('closetag', (tag) => this.close(tag.name));
    // Entities of its own are how XML grows without end; no log needs them.
    this.parser.on('doctype', () => this.refuse('a document type'));
  }

  get columns(): readonly (string | null)[] {
    const { names } = this.table;
    return names.length > this.known.length ? names : this.known;
  }

  get notices(): Notice[] {
    const notices: Notice[] = [];
    if (this.skipped > 0) notices.push({ code: 'import.xes-empty-traces', values: { count: this.skipped } });
    if (this.filled > 0) notices.push({ code: 'import.xes-defaults', values: { count: this.filled } });
    if (this.repeated > 0) notices.push({ code: 'import.repeated-keys', values: { count: this.repeated } });
    return notices;
  }

  push(chunk: Uint8Array, emit: Emit): void {
    this.silent += chunk.length;
    this.write(this.decoder.decode(chunk, { stream: true }), emit);
    this.blocks.flush(emit);
    if (this.silent > MOST_SILENT) this.refuse('a value without end');
  }

  finish(emit: Emit): void {
    this.write(this.decoder.decode(), emit);
    this.parse(() => this.parser.close());
    this.blocks.flush(emit);
  }

  private write(text: string, emit: Emit): void {
    this.emit = emit;
    if (text !== '') this.parse(() => this.parser.write(text));
  }

  private parse(work: () => void): void {
    try {
      work();
    } catch (error) {
      if (error instanceof AppError) throw error;
      // The parser begins its messages with the place.
      this.refuse((error as Error).message.replace(/^\d+:\d+: /, ''));
    }
  }

  private refuse(what: string): never {
    const detail = `line ${this.parser.line}: ${what}`;
    throw new AppError('import.damaged-file', { file: this.fileName, format: 'XES', detail });
  }

  private open({ name, attributes }: SaxesTagPlain): void {
    this.silent = 0;
    if (this.attributes.length > 0 || isAttribute(name)) this.openAttribute(name, attributes);
    else if (name === 'log') this.scope = 'log';
    else if (name === 'trace') this.openTrace();
    else if (name === 'event') this.openEvent();
    else if (name === 'global') this.openGlobal(attributes['scope']);
  }

  private openAttribute(type: string, { key, value }: Record<string, string>): void {
    if (this.attributes.length >= MOST_LEVELS) this.refuse(`attributes nested ${MOST_LEVELS} deep`);
    this.attributes.push({ type, key: key ?? '', value, inner: [] });
  }

  private openTrace(): void {
    this.scope = 'trace';
    this.inTrace = true;
    this.trace = [];
    this.traceEvents = 0;
  }

  private openEvent(): void {
    this.scope = 'event';
    this.event = { cells: [], line: this.parser.line };
  }

  /** XES 1.0 leaves the scope open to the writer's case; absent, it is the event's. */
  private openGlobal(scope: string | undefined): void {
    this.scope = 'global';
    this.globalScope = scope === 'trace' ? 'trace' : 'event';
  }

  private close(name: string): void {
    if (this.attributes.length > 0) this.closeAttribute();
    else if (name === 'event') this.closeEvent();
    else if (name === 'trace') this.closeTrace();
    else if (name === 'global') this.scope = 'log';
  }

  private closeAttribute(): void {
    const attribute = this.attributes.pop()!;
    const outer = this.attributes.at(-1);
    // Older logs wrap the items of a list into an element `values`.
    if (outer) outer.inner.push(...(attribute.type === 'values' ? attribute.inner : [attribute]));
    else this.take(attribute);
  }

  private take(attribute: Attribute): void {
    if (this.scope === 'global') this.defaults[this.globalScope!].push(attribute);
    else if (this.scope === 'event') this.put(attribute, '', this.event!.cells);
    else if (this.scope === 'trace') this.takeOfTrace(attribute);
  }

  private takeOfTrace(attribute: Attribute): void {
    if (this.traceEvents > this.held.length) this.refuse('an attribute of a trace behind its events');
    this.put(attribute, CASE, this.trace);
  }

  private put(attribute: Attribute, prefix: string, cells: Cells): void {
    putAttribute(attribute, prefix, (name, cell) => {
      const column = this.columnOf(name);
      if (cells[column]) this.repeated++;
      cells[column] = cell;
    });
  }

  private columnOf(name: string): number {
    const known = this.places.get(name);
    if (known !== undefined) return known;
    const place = this.table.add(name);
    this.places.set(name, place);
    return place;
  }

  private closeEvent(): void {
    const event = this.event!;
    this.fill(this.defaults.event, '', event.cells);
    this.event = undefined;
    this.records++;
    this.traceEvents++;
    this.held.push(event);
    this.scope = this.inTrace ? 'trace' : 'log';
    if (!this.inTrace || this.held.length >= MOST_HELD) this.release();
  }

  private closeTrace(): void {
    if (this.traceEvents === 0) {
      this.records++;
      this.skipped++;
    }
    this.release();
    this.trace = [];
    this.inTrace = false;
    this.scope = 'log';
  }

  /** Passes the events held on, with what is known of their trace. */
  private release(): void {
    if (this.held.length === 0) return;
    if (this.inTrace) this.fill(this.defaults.trace, CASE, this.trace);
    for (const { cells, line } of this.held) {
      this.trace.forEach((cell, column) => (cells[column] ??= cell));
      this.rows++;
      this.blocks.add(cells, line, Math.max(this.known.length, this.table.names.length), this.emit);
    }
    this.held = [];
  }

  private fill(defaults: readonly Attribute[], prefix: string, cells: Cells): void {
    for (const attribute of defaults) {
      putAttribute(attribute, prefix, (name, cell) => {
        const column = this.columnOf(name);
        if (cells[column]) return;
        cells[column] = cell;
        this.filled++;
      });
    }
  }
}
