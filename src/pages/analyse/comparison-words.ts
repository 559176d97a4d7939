import type { Locale } from '../../state/locale.svelte.ts';
import type { Run } from '../../state/run.svelte.ts';

type Words = Pick<Locale, 't' | 'number' | 'percent' | 'signed'>;

/** Smaller ones are said to be so: nobody reads more digits of a p. */
const LEAST_P = 0.001;

const pText = (p: number, words: Words): string =>
  p < LEAST_P ? `< ${words.number(LEAST_P)}` : `= ${words.number(Number(p.toPrecision(2)))}`;

/** Two populations' leading share, their difference with interval and p, and what to be careful of; empty where there is none. */
export function comparisonText({ comparison, shared }: Pick<Run, 'comparison' | 'shared'>, words: Words): string {
  if (!comparison) return '';
  const { a, b, difference, low, high, p, test } = comparison;
  const points = (share: number) => words.signed(Math.round(share * 1000) / 10);
  const said = words.t('compared.sentence', {
    name: a.name,
    ...{ hitsA: a.hits, trialsA: a.trials, shareA: words.percent(a.hits / a.trials) },
    ...{ hitsB: b.hits, trialsB: b.trials, shareB: words.percent(b.hits / b.trials) },
    ...{ difference: points(difference), low: points(low), high: points(high), p: pText(p, words) },
    test: words.t(`compared.test.${test}`),
  });
  const cautions = [
    ...(low <= 0 && high >= 0 ? [words.t('compared.zero')] : []),
    ...(shared ? [words.t('compared.shared', { n: shared })] : []),
    ...(a.repeated ? [words.t('compared.repeated')] : []),
  ];
  return [said, ...cautions].join(words.t('compared.joint'));
}
