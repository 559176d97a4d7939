/** What a text looks like, as far as a dialect or a header is judged by it; types are decided elsewhere, over all values. */
export type Look = 'nothing' | 'number' | 'time' | 'truth' | 'text';

const NOTHING = /^\s*(n\/?a|nan|null|none|nil|-+|\.+|\?|\\n|#n\/a)?\s*$/i;
const NUMBER =
  /^\s*[(]?[-+]?\s*(?:[$£€¥₹]|[A-Z]{3}\s)?\s*[-+]?(?:\d+|\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})+)?(?:[.,]\d*)?(?:e[-+]?\d+)?\s*(?:[%‰$£€¥₹元]|[A-Z]{3})?[)]?\s*$/i;
const DATE =
  /^\s*(\d{1,4}[-/.年]\d{1,2}[-/.月]\d{1,4}日?|\d{1,2}[- ]?[a-z]{3,9}\.?[- ,]+\d{2,4}|[a-z]{3,9}\.? \d{1,2},? \d{4}|\d{4}-\d{2})([T ,]+\d{1,2}:\d{2}.*)?\s*$/i;
const CLOCK = /^\s*\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?\s*([ap]m)?\s*$/i;
const TRUTH = /^\s*(true|false|yes|no)\s*$/i;
/** Longer texts are no numbers or times, and not worth trying. */
const LONGEST = 40;

/** What a field looks like. */
export function lookOf(field: string | null): Look {
  if (field === null) return 'nothing';
  if (field.length > LONGEST) return 'text';
  if (NOTHING.test(field)) return 'nothing';
  if (/\d/.test(field)) {
    if (NUMBER.test(field)) return 'number';
    if (CLOCK.test(field) || DATE.test(field)) return 'time';
    return 'text';
  }
  return TRUTH.test(field) ? 'truth' : 'text';
}

/** True if a text could name a column rather than be a value of numbers or times. */
export const isName = (text: string): boolean => lookOf(text) === 'text';

/** The share of a column's values that must look alike for the column to have a look. */
const ALIKE = 0.8;

/** What most values of a column look like; `text` where they differ, `nothing` where there are none. */
export function columnLook(fields: Iterable<string | null>): Look {
  const counts = new Map<Look, number>();
  let values = 0;
  for (const field of fields) {
    const look = lookOf(field);
    if (look === 'nothing') continue;
    values++;
    counts.set(look, (counts.get(look) ?? 0) + 1);
  }
  if (values === 0) return 'nothing';
  for (const [look, count] of counts) if (count >= ALIKE * values) return look;
  return 'text';
}
