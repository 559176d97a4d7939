import { expect, test } from 'vitest';
import type { Condition } from '../contract/population.ts';
import { asGroup, chosenKinds, isUnfinished, newCondition, restsOn, simplified } from './conditions.ts';

const buy: Condition = { kind: 'did', what: { events: ['buy'] } };

test('a group of one is the one', () => {
  expect(simplified({ kind: 'and', of: [{ kind: 'or', of: [buy] }] })).toEqual(buy);
  expect(simplified({ kind: 'not', of: { kind: 'and', of: [buy] } })).toEqual({ kind: 'not', of: buy });
  expect(simplified({ kind: 'or', of: [buy, { kind: 'and', of: [buy, buy] }] })).toEqual({
    kind: 'or',
    of: [buy, { kind: 'and', of: [buy, buy] }],
  });
  expect(asGroup(buy)).toEqual({ kind: 'and', of: [buy] });
});

test('what is still empty waits, deep down too', () => {
  const waiting = chosenKinds.filter((kind) => isUnfinished(newCondition(kind)));
  expect(waiting).toEqual(['sequence', 'property', 'list', 'cohort']);
  expect(isUnfinished({ kind: 'and', of: [buy, { kind: 'not', of: { kind: 'or', of: [] } }] })).toBe(true);
  expect(isUnfinished({ kind: 'and', of: [buy, { kind: 'not', of: buy }] })).toBe(false);
});

test('a cohort rests on itself through others', () => {
  const rules: Record<string, Condition> = {
    a: { kind: 'not', of: { kind: 'cohort', id: 'b' } },
    b: { kind: 'and', of: [buy, { kind: 'cohort', id: 'c' }] },
    c: buy,
  };
  const ruleOf = (id: string) => rules[id];
  expect(restsOn(rules.a!, 'c', ruleOf)).toBe(true);
  expect(restsOn(rules.b!, 'a', ruleOf)).toBe(false);
});
