import type { Data, DataType } from 'apache-arrow';
import type { ColumnType } from '../../contract/import.ts';
import type { TextBatch } from '../batch.ts';
import { nameScore } from '../guess-names.ts';
import { textOf } from './ascii.ts';
import { ChangeLog, LOSSES } from './changes.ts';
import { classify } from './classify.ts';
import type { Example } from './evidence.ts';
import { Evidence, exampleOf } from './evidence.ts';
import type { DayOrder, DecimalSign, Value } from './value.ts';
import { Kind, newValue } from './value.ts';

/** How a column is to be read. */
export interface ColumnPlan {
  name: string;
  original: string;
  type: ColumnType;
  /** The order of open dates, and the sign before a fraction, once they are known. */
  order?: DayOrder;
  decimal?: DecimalSign;
  /** The user named the type: values that don't fit become null and are counted, instead of changing the type. */
  forced: boolean;
  /** False for columns that stay text whatever is in them, such as identifiers. */
  judged: boolean;
}

const REJECTED_EXAMPLES = 10;
/** Of a value that was altered, as much is shown. */
const CHANGED_BYTES = 80;

/**
 * Writes one column of texts as an Arrow column, batch after batch, and keeps evidence of what the texts were.
 * A subclass reads its own type's common spelling at full speed and hands everything else to `slowly`.
 */
export abstract class ColumnWriter {
  readonly plan: ColumnPlan;
  readonly seen: Evidence;
  /** A value came that the planned type can't hold: the type was the wrong guess. */
  misfit = false;
  nulls = 0;
  changed = 0;
  rejected = 0;
  readonly rejectedExamples: Example[] = [];
  /** Every value whose stored form isn't its text, by what was altered. */
  readonly changes = new ChangeLog();

  protected length = 0;
  protected readonly valid: Uint8Array;
  private batchNulls = 0;
  protected readonly value: Value = newValue();
  /** Name or type say that the values are times: `20240305` is then one too. */
  protected readonly timeNamed: boolean;

  constructor(plan: ColumnPlan, capacity: number, seen = new Evidence()) {
    this.plan = plan;
    this.seen = seen;
    if (plan.forced) this.seen.plainPoints = true;
    const toldTime = plan.forced && (plan.type === 'date' || plan.type === 'timestamp');
    this.timeNamed = toldTime || nameScore('time', plan.original) > 0;
    this.valid = new Uint8Array((capacity + 7) >> 3).fill(255);
  }

  /** Appends all rows of one column of the block. */
  abstract append(batch: TextBatch, column: number): void;

  /** Bytes of text held in the batch under way. */
  get textBytes(): number {
    return 0;
  }

  protected abstract arrow(length: number, nullCount: number, nullBitmap: Uint8Array | undefined): Data<DataType>;

  /** Stores the value that `classify` read in row `at` of the batch, if the type can hold it. */
  protected abstract store(kind: Kind, value: Value, at: number): boolean;

  /** The value stored in row `at` of the batch, as text. */
  protected abstract shown(at: number): string;

  /** The batch's Arrow data over the writer's own buffers: copy it before the next `append`. */
  take(): Data<DataType> {
    return this.arrow(this.length, this.batchNulls, this.batchNulls > 0 ? this.valid : undefined);
  }

  reset(): void {
    if (this.batchNulls > 0) this.valid.fill(255);
    this.length = 0;
    this.batchNulls = 0;
  }

  /** Marks row `at` of the batch as null. */
  protected putNull(at: number): void {
    this.valid[at >> 3]! &= ~(1 << (at & 7));
    this.batchNulls++;
    this.nulls++;
  }

  /** Reads what isn't in the type's common spelling into row `at` of the batch. */
  protected slowly(bytes: Uint8Array, start: number, end: number, line: number, at: number): void {
    const value = this.value;
    const kind = classify(bytes, start, end, value, this.timeNamed);
    this.seen.one(kind, value, bytes, start, end, line);
    if (kind === Kind.blank) this.putNull(at);
    else if (!this.store(kind, value, at)) {
      this.refuse(bytes, start, end, line, at);
      return;
    }
    if (value.changes === 0) return;
    if ((value.changes & LOSSES) !== 0) this.changed++;
    const before = (): string => textOf(bytes, start, Math.min(end, start + CHANGED_BYTES));
    this.changes.add(value.changes, line, before, () => (kind === Kind.blank ? null : this.shown(at)));
  }

  private refuse(bytes: Uint8Array, start: number, end: number, line: number, at: number): void {
    this.putNull(at);
    if (!this.plan.forced) {
      this.misfit = true;
      return;
    }
    this.rejected++;
    if (this.rejectedExamples.length < REJECTED_EXAMPLES)
      this.rejectedExamples.push(exampleOf(bytes, start, end, line));
  }
}
