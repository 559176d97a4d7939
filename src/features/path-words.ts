import type { Translate } from '../contract/analysis.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../core/calendar.ts';
import type { PathText, SplitText } from './paths-texts.ts';

/** How the reports on paths put their figures and definitions into words. */

export type PathTranslate = Translate<PathText>;

const UNITS = [
  ['d', DAY, 2 * DAY],
  ['h', HOUR, 2 * HOUR],
  ['m', MINUTE, 90 * SECOND],
  ['s', SECOND, SECOND],
  ['ms', 1, 0],
] as const;

/** A span of time in the unit in which it is best read. */
export function spanText(seconds: number, text: PathTranslate): string {
  const ms = seconds * SECOND;
  if (ms === 0) return text('span.s', { n: 0 });
  const [unit, size] = UNITS.find(([, , from]) => ms >= from)!;
  const n = ms / size;
  return text(`span.${unit}`, { n: n < 10 ? Math.round(n * 10) / 10 : Math.round(n) });
}

/** A share as a percentage with one digit. */
export const percent = (share: number | null): number => Math.round((share ?? 0) * 1000) / 10;

/** What a result says of the paths it stands on. */
export interface PathDefinition {
  unit: string;
  exclude: readonly string[];
  rename: readonly { from: string; to: string }[];
  collapse: boolean;
  gapMinutes: number | null;
  first: number | null;
  last: number | null;
  zone: string;
}

const day = (ms: number | null): string => (ms === null ? '–' : new Date(ms).toISOString().slice(0, 10));

function unitText(definition: PathDefinition, text: PathTranslate): string {
  if (definition.unit === 'user') return text('define.user');
  if (definition.unit !== 'session') return '';
  return definition.gapMinutes === null
    ? text('define.session.named')
    : text('define.session', { gap: definition.gapMinutes });
}

/** Every choice that made the paths, in sentences; what the unit of another name means is said by the report itself. */
export function definitionText(definition: PathDefinition, text: PathTranslate, more: readonly string[] = []): string {
  const { exclude, rename, collapse, first, last, zone } = definition;
  const rules = rename.map(({ from, to }) => `${from} → ${to}`).join(', ');
  return [
    unitText(definition, text),
    ...more,
    text(collapse ? 'define.collapse' : 'define.repeats'),
    exclude.length > 0 ? text('define.excluded', { events: exclude.join(', ') }) : '',
    rename.length > 0 ? text('define.renamed', { rules }) : '',
    // The zone stands beside the days of the log in UTC: paths know no calendar, so it moves nothing.
    text('define.span', { first: day(first), last: day(last), zone: zone === 'UTC' ? zone : `UTC (${zone})` }),
  ]
    .filter((sentence) => sentence !== '')
    .join(text.language === 'zh' ? '' : ' ');
}

/** A node's name; null is any event without one. */
export const nodeText = (name: string | null, text: PathTranslate): string => name ?? text('node.unnamed');

export interface GroupNames {
  split: 'none' | 'did' | 'property';
  names: readonly [string | null, string | null];
}

/** What the two groups are called. */
export function groupTexts({ split, names }: GroupNames, text: Translate<SplitText>): [string, string] {
  if (split === 'did') return [text('group.did'), text('group.not')];
  return [names[0] ?? '–', names[1] ?? text('group.rest')];
}
