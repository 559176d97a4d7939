import type { App } from '../../state/app.ts';
import { complementOf } from '../../state/scope.svelte.ts';
import type { Condition, Scope, ScopeSize, Span } from '../../state/scope.svelte.ts';
import { filterText, orList, patternText } from '../../ui/event-words.ts';
import { patternOf } from '../../ui/event-patterns.ts';

/** What is needed to put a scope into words. */
export type Words = Pick<App, 'locale' | 'kept' | 'workspace'>;

type Of<K extends Condition['kind']> = Extract<Condition, { kind: K }>;

/** A span in words, its days in the project's zone; empty where it is open at both ends. */
export function spanText({ from, to, last }: Span, { locale, workspace }: Words): string {
  if (last) return locale.t('span.last-text', { window: last });
  const zone = workspace.settings?.zone ?? 'UTC';
  const day = (ms: number) => locale.dateRange(ms, ms, zone);
  if (from !== undefined && to !== undefined) return locale.dateRange(from, to - 1, zone);
  if (from !== undefined) return locale.t('span.since', { from: day(from) });
  return to === undefined ? '' : locale.t('span.until', { to: day(to - 1) });
}

function didText({ what, times = {}, within, ofFirst }: Of<'did'>, words: Words): string {
  const { locale } = words;
  const named = patternText(patternOf(what), locale);
  const { exactly, atLeast, atMost } = times;
  const limits = [
    ...(atLeast !== undefined ? [locale.t('cond.said.atLeast', { what: named, n: atLeast })] : []),
    ...(atMost !== undefined ? [locale.t('cond.said.atMost', { what: named, n: atMost })] : []),
    ...(exactly ? [locale.t('cond.said.exactly', { what: named, n: exactly })] : []),
  ];
  const done =
    exactly === 0 ? locale.t('cond.said.never', { what: named }) : locale.t('cond.said.did', { what: named });
  const when = [
    ...(within ? [spanText(within, words)] : []),
    ...(ofFirst ? [locale.t('cond.said.of-first', { window: ofFirst })] : []),
  ].filter(Boolean);
  return [limits.join(locale.t('cond.said.and')) || done, ...when].join(', ');
}

function sequenceText({ steps, window, within }: Of<'sequence'>, words: Words): string {
  const { locale } = words;
  const what = steps.map((step) => patternText(patternOf(step), locale)).join(' → ');
  const when = [
    ...(window ? [locale.t('cond.said.window', { window })] : []),
    ...(within ? [spanText(within, words)] : []),
  ].filter(Boolean);
  return [locale.t('cond.said.sequence', { what }), ...when].join(', ');
}

function propertyText({ filter, at }: Of<'property'>, { locale }: Words): string {
  const what = filterText(filter, locale);
  return at === 'first' || at === 'last' ? locale.t(`cond.said.at-${at}`, { what }) : what;
}

/** A condition as one reads it aloud. */
export function conditionText(condition: Condition, words: Words): string {
  const { locale, kept } = words;
  switch (condition.kind) {
    case 'did':
      return didText(condition, words);
    case 'first': {
      const what = patternText(patternOf(condition.what), locale);
      const when = condition.within ? spanText(condition.within, words) : '';
      return [locale.t('cond.said.first', { what }), ...(when ? [when] : [])].join(', ');
    }
    case 'sequence':
      return sequenceText(condition, words);
    case 'property':
      return propertyText(condition, words);
    case 'list':
      return locale.t('cond.said.list', { n: condition.users.length });
    case 'stage':
      return locale.t('cond.said.stage', {
        stage: locale.t(`cond.stage.${condition.stage}`),
        period: locale.t(`cond.period.${condition.period}`),
      });
    case 'mark':
      return condition.label;
    case 'cohort': {
      const cohort = kept.cohorts.find(({ id }) => id === condition.id);
      return cohort ? locale.t('cond.said.cohort', { name: cohort.name }) : locale.t('cond.unknown-cohort');
    }
    case 'not':
      return locale.t('cond.said.not', { what: conditionText(condition.of, words) });
    default: {
      const parts = condition.of.map((part) => conditionText(part, words));
      const isNested = (part: Condition) => (part.kind === 'and' || part.kind === 'or') && part.of.length > 1;
      return parts
        .map((part, index) => (isNested(condition.of[index]!) ? `(${part})` : part))
        .join(locale.t(`cond.said.${condition.kind}`));
    }
  }
}

/** The other side of a comparison in words. */
export function againstText(against: Condition, population: Condition | undefined, words: Words): string {
  const isRest = population && JSON.stringify(against) === JSON.stringify(complementOf(population));
  return isRest ? words.locale.t('scope.everyone-else') : conditionText(against, words);
}

/** What of a scope filters, part by part, in words. */
export function scopeParts(scope: Scope, words: Words): { part: keyof Scope; index: number; text: string }[] {
  const { locale } = words;
  const { population, span, events = [], where = [] } = scope;
  const time = span ? spanText(span, words) : '';
  return [
    ...(population ? [{ part: 'population' as const, index: 0, text: conditionText(population, words) }] : []),
    ...(time ? [{ part: 'span' as const, index: 0, text: time }] : []),
    ...(events.length > 0
      ? [{ part: 'events' as const, index: 0, text: locale.t('scope.only', { what: orList(events, locale) }) }]
      : []),
    ...where.map((filter, index) => ({ part: 'where' as const, index, text: filterText(filter, locale) })),
  ];
}

/** On whom and on what an answer stands, in one line; undefined where it is everything. */
export function standingText(scope: Scope, size: ScopeSize | null | undefined, words: Words): string | undefined {
  const { locale } = words;
  const shown = scopeParts(scope, words);
  if (shown.length === 0) return undefined;
  // A report that asks for a user's first event sees these events alone.
  const cuts = shown.some(({ part }) => part !== 'population');
  const parts = [...shown.map(({ text }) => text), ...(cuts ? [locale.t('scope.first-within')] : [])];
  const lead = size ? locale.t('scope.among', { users: size.users, of: size.of }) : locale.t('scope.stands');
  return `${lead}${locale.language === 'zh' ? '：' : ': '}${parts.join(locale.language === 'zh' ? '；' : '; ')}`;
}
