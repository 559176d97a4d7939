import type { Translate } from '../../contract/analysis.ts';
import type { EventPattern } from '../../contract/population.ts';
import type { BasketAbout } from '../../core/baskets.ts';
import { patternWords } from '../pattern-words.ts';
import type { BasketParams } from './params.ts';
import type { BasketTextKey } from './texts.ts';

export type BasketText = Translate<BasketTextKey>;

export const percent = (share: number): number => Math.round(share * 1000) / 10;

/** To three digits, as more of a lift means nothing. */
export const short = (value: number): number => Number(value.toPrecision(3));

export const FEW = 5;

/** What a basket is, as the beginning of a sentence. */
export function basketWords(about: BasketAbout, text: BasketText): string {
  const { kind, by, zone, namedSessions, sessionGapMinutes: minutes } = about;
  if (kind === 'session') return namedSessions ? text('basket.session') : text('basket.session.gap', { minutes });
  return text(`basket.${kind}`, { by, zone });
}

/** What all figures stand on. */
export function basketDefinitionText(
  about: BasketAbout,
  params: BasketParams & { minCountUsed: number },
  found: { transactions: number; family: number },
  text: BasketText,
): string {
  const { minCountUsed: count, maxLength: length, minConfidence, minLift, maxConsequents: right, fdr } = params;
  const sentences = [
    text('define.lines', {
      basket: basketWords(about, text),
      events: patternWords(about.pattern as EventPattern, text.language),
      returns: params.returns === 'leave-out' ? text('define.returns') : '',
    }),
    ...(params.level === 'category' ? [text('define.category')] : []),
    text('define.sets', {
      ...{ count, length, right: Math.min(right, Math.max(1, length - 1)) },
      support: short(100 * (count / Math.max(1, found.transactions))),
      confidence: percent(minConfidence),
      lift: minLift > 0 ? text('define.lift', { lift: minLift }) : '',
    }),
    text('define.test', { fdr: percent(fdr), family: found.family }),
  ];
  return sentences.join(text.language === 'zh' ? '' : ' ');
}

/** What a careful reader should know before believing a rule. */
export function basketCautions(
  about: BasketAbout,
  params: BasketParams & { minCountUsed: number },
  text: BasketText,
): string[] {
  const { noItem, noBasket, noUser, returned, repeats, kind } = about;
  const told = (key: BasketTextKey, n: number) => (n > 0 ? [text(key, { n })] : []);
  return [
    text('caution.correlation'),
    text('caution.fdr', { fdr: percent(params.fdr) }),
    ...(params.minCountUsed < FEW ? [text('caution.few', { count: params.minCountUsed })] : []),
    ...(kind === 'user' ? [text('caution.user')] : []),
    ...(params.returns === 'count' ? told('caution.returned', returned) : []),
    ...told('caution.noUser', noUser),
    ...told('caution.lost', noItem + noBasket),
    ...told('caution.repeats', repeats),
  ];
}

export const joined = (items: readonly string[], name: (item: string) => string): string => items.map(name).join(' + ');
