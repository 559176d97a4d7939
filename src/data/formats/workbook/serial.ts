import type { Cell } from './cell.ts';
import { CellKind } from './cell.ts';

const DAY_MS = 86_400_000;
/** Day numbers of 1970-01-01. */
const EPOCH_1900 = 25_569;
const EPOCH_1904 = 24_107;
/** 1900 was no leap year, but the first spreadsheets thought so, and all after them keep the day that never was. */
const NO_SUCH_DAY = 60;
/** The day after 9999-12-31, where spreadsheets and ISO years of four digits end. */
const LAST_DAY_1900 = 2_958_466;

/** How a number format shows a number: as a point in time, as a length of time, or as a number. */
export type Shown = 'number' | 'time' | 'elapsed';

/** Number formats that need no code in the file: dates and times of the standard and of its East Asian editions. */
function shownByNumber(id: number): Shown {
  if (id === 46) return 'elapsed';
  const time = (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || id === 45 || id === 47 || (id >= 50 && id <= 58);
  return time ? 'time' : 'number';
}

/** How numbers are shown by a format, by its code where the file has one, else by its number. */
export function shownBy(id: number, code: string | undefined): Shown {
  if (code === undefined) return shownByNumber(id);
  const first = code.split(';')[0]!;
  // Quoted text, escaped characters, padding and colours say nothing of the value.
  const bare = first.replace(/"[^"]*"|\\.|_.|\*./g, '').toLowerCase();
  if (/\[(h+|m+|s+)\]/.test(bare)) return 'elapsed';
  const plain = bare.replace(/\[[^\]]*\]/g, '').replace(/general|e[+-]/g, '');
  return /[ymdhs年月日时分秒]|上午|下午/.test(plain) ? 'time' : 'number';
}

const two = (value: number): string => String(value).padStart(2, '0');

/** A number that a format shows as a time: an ISO date, with the time of day if it has one; a time of day alone stays one. */
export function timeCell(column: number, serial: number, shown: Shown, is1904: boolean): Cell {
  if (shown === 'elapsed') return { column, kind: CellKind.text, text: clock(Math.round(serial * DAY_MS)) };
  const last = LAST_DAY_1900 - (is1904 ? EPOCH_1900 - EPOCH_1904 : 0);
  // Out of the calendar's range, programs show it as a number too.
  if (serial < 0 || serial >= last) return { column, kind: CellKind.number, text: String(serial) };
  const millis = Math.round(serial * DAY_MS);
  const day = Math.floor(millis / DAY_MS);
  if (day === 0 && !is1904) return { column, kind: CellKind.text, text: clock(millis) };
  return { column, kind: CellKind.time, text: dateText(day, is1904) + timeText(millis - day * DAY_MS) };
}

function dateText(day: number, is1904: boolean): string {
  if (!is1904 && day === NO_SUCH_DAY) return '1900-02-29';
  const epoch = is1904 ? EPOCH_1904 : day < NO_SUCH_DAY ? EPOCH_1900 - 1 : EPOCH_1900;
  return new Date((day - epoch) * DAY_MS).toISOString().slice(0, 10);
}

const timeText = (millis: number): string => (millis === 0 ? '' : ` ${clock(millis)}`);

/** Hours, which may pass 24, minutes, seconds, and thousandths if there are any. */
function clock(millis: number): string {
  const size = Math.abs(millis);
  const seconds = Math.floor(size / 1000);
  const rest = size % 1000;
  const text = `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return (millis < 0 ? '-' : '') + text + (rest > 0 ? `.${String(rest).padStart(3, '0')}` : '');
}

/** A number as text: whole numbers as they are written, others by the shortest digits that name the double. */
export function numberText(written: string): string | undefined {
  if (/^-?\d{1,18}$/.test(written)) return written === '-0' ? '0' : written;
  const number = Number(written);
  return written.trim() === '' || !Number.isFinite(number) ? undefined : String(number);
}
