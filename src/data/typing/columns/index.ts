import type { ColumnType } from '../../../contract/import.ts';
import type { ColumnPlan, ColumnWriter } from '../column.ts';
import type { Evidence } from '../evidence.ts';
import { BooleanWriter } from './boolean.ts';
import { DateWriter } from './date.ts';
import { IntegerWriter } from './integer.ts';
import { NumberWriter } from './number.ts';
import { TextWriter } from './text.ts';
import { TimestampWriter } from './timestamp.ts';

type Writer = new (plan: ColumnPlan, capacity: number, seen?: Evidence) => ColumnWriter;

const WRITERS: Record<ColumnType, Writer> = {
  text: TextWriter,
  integer: IntegerWriter,
  number: NumberWriter,
  timestamp: TimestampWriter,
  date: DateWriter,
  boolean: BooleanWriter,
};

/** The writer of a planned column, for batches of at most `capacity` rows. */
export const writerOf = (plan: ColumnPlan, capacity: number, seen?: Evidence): ColumnWriter =>
  new WRITERS[plan.type](plan, capacity, seen);
