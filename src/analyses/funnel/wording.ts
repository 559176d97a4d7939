import type { Translate } from '../../contract/analysis.ts';
import { DAY, HOUR, MINUTE, SECOND, parseDuration } from '../../core/calendar.ts';
import type { FunnelResult } from './result.ts';
import type { TextKey } from './texts.ts';

export type Text = Translate<TextKey>;

/** Fewer make shares that say little. */
export const FEW = 30;

export const percent = (share: number | null): number => Math.round((share ?? 0) * 1000) / 10;

const UNITS = [
  ['d', DAY, 2 * DAY],
  ['h', HOUR, 2 * HOUR],
  ['m', MINUTE, 90 * SECOND],
  ['s', SECOND, 0],
] as const;

/** The unit in which a span of this length (ms) is best read, and its length. */
export const unitOf = (ms: number) => UNITS.find(([, , from]) => ms >= from)!;

export function span(seconds: number, text: Text): string {
  const [unit, size] = unitOf(seconds * SECOND);
  const n = (seconds * SECOND) / size;
  return text(`span.${unit}`, { n: n < 10 ? Math.round(n * 10) / 10 : Math.round(n) });
}

const isSession = (window: string) => window.trim().toLowerCase() === 'session';

/** A window's length alone: `7 days`, `none`, `session`. */
export function lengthText(window: string, text: Text): string {
  const ms = isSession(window) ? null : parseDuration(window);
  return ms === null ? window.trim().toLowerCase() : span(ms / SECOND, text);
}

/** A window as part of a sentence: within so long. */
export function windowText({ window, sessionGapMinutes }: FunnelResult['definition'], text: Text): string {
  if (isSession(window)) return text('window.session', { minutes: sessionGapMinutes });
  const ms = parseDuration(window);
  return ms === null ? text('window.none') : text('window.within', { duration: span(ms / SECOND, text) });
}

/** What the figures count: attempts wherever each counts by itself, as long as the steps have an order. */
export function unitsText({ count, order, countProperty }: FunnelResult['definition'], text: Text): string {
  const isOrdered = order !== 'unordered';
  return text(`units.${count === 'attempts' && !isOrdered ? 'users' : count}`, { property: countProperty });
}

/** Where steps have no fixed order, their place is only a number of steps. */
export function stepLabels({ steps, definition }: FunnelResult, text: Text): string[] {
  let n = 0;
  const required = steps.filter((step) => !step.optional).length;
  return steps.map(({ name, optional }) => {
    if (optional) return text('step.optional', { name });
    n++;
    if (definition.order === 'unordered') return text('step.any', { n });
    const isBetween = definition.order === 'anchored' && n > 1 && n < required && required > 3;
    return isBetween ? text('step.between', { n: n - 1 }) : name;
  });
}

function stepRules({ within }: FunnelResult['definition'], text: Text): string[] {
  return within.flatMap((seconds, n) => {
    if (seconds === null) return [];
    const window = text('window.within', { duration: span(seconds, text) });
    return [text('definition.within', { n: n + 1, window })];
  });
}

function attemptRules(definition: FunnelResult['definition'], text: Text): string[] {
  const { order, entry, ties, grace } = definition;
  const graceMs = parseDuration(grace) ?? 0;
  if (order === 'unordered') return [text('order.unordered')];
  return [
    text(`order.${order}`),
    text(`entry.${entry}`),
    text(`ties.${order === 'strict' && ties === 'grace' ? 'input' : ties}`, { grace: span(graceMs / SECOND, text) }),
    ...stepRules(definition, text),
  ];
}

/** Every option that moves the figures, in words. */
export function definitionText({ definition }: FunnelResult, text: Text): string {
  const { holdConstant, exclusions, duplicates, observationEnd, zone } = definition;
  const end = new Date(observationEnd).toISOString().slice(0, 16).replace('T', ' ');
  const parts = [
    text('definition.counts', { units: unitsText(definition, text) }),
    ...attemptRules(definition, text),
    text('definition.window', { window: windowText(definition, text) }),
    ...(holdConstant.length > 0
      ? [text('definition.hold', { properties: holdConstant.join(text('list.joint')) })]
      : []),
    ...exclusions.map(({ effect, name, from, to }) => text(`definition.${effect}`, { name, from, to })),
    text(`definition.duplicates.${duplicates}`),
    text('definition.end', { end, zone }),
  ];
  return parts.join(text('definition.joint'));
}

/** What a careful reader should know of the counts by step. */
export function cautionsOf(result: FunnelResult, text: Text): string[] {
  const { definition, immature, steps } = result;
  const units = unitsText(definition, text);
  const entered = steps[0]!.count;
  const isAttempts = definition.count === 'attempts';
  return [
    ...(entered > 0 && entered < FEW ? [text('caution.few', { least: FEW, units })] : []),
    ...(immature && immature.open > 0 ? [text('caution.immature', { open: immature.open, units })] : []),
    ...(definition.window.trim().toLowerCase() === 'none' ? [text('caution.noWindow')] : []),
    ...(isAttempts && definition.order !== 'unordered' ? [text('caution.attempts')] : []),
    ...(isAttempts && definition.order === 'unordered' ? [text('caution.unorderedAttempts', { units })] : []),
  ];
}
