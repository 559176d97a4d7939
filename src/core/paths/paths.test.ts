import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timelineOf } from '../timeline.ts';
import type { CaseRule, Cases } from '../paths.ts';
import { LEFT_OUT, Spans, casesOf, nodesOf, patternExpression, readCases, variantsOf } from '../paths.ts';
import type { LogEvent } from './testing.ts';
import { NAMES, logs, plainMedian, plainPaths, tablesOfLog } from './testing.ts';

const NO_RULES = { exclude: [], rename: [] };

const plain = ({ count, offsets, owners, events, times }: Cases, names: readonly (string | null)[]) =>
  Array.from({ length: count }, (_, n) => ({
    u: owners[n]!,
    names: Array.from(events.subarray(offsets[n], offsets[n + 1]), (code) => names[code] ?? '?'),
    times: Array.from(times.subarray(offsets[n], offsets[n + 1]), (time) => time / 1e6),
  }));

describe('names', () => {
  test('are grouped by globs and regular expressions, the first that fits, and left out by either name', () => {
    const rename = [
      { from: 'product_*', to: 'product' },
      { from: '/^(cart|basket).*/', to: '$1' },
      { from: 'cart_add', to: 'never' },
    ];
    const nodes = nodesOf(['product_1', 'home', 'product_2', 'cart_add', 'basket', 'a.b', 'axb'], {
      rename,
      exclude: ['hom?', 'a.b'],
    });
    expect(nodes.names).toEqual(['product', 'cart', 'basket', 'axb', null]);
    expect([...nodes.codes]).toEqual([0, LEFT_OUT, 0, 1, 2, LEFT_OUT, 3, 4]);
  });

  test('are refused where they are no pattern', () => {
    expect(() => patternExpression('/(/')).toThrow(expect.objectContaining({ name: 'paths.bad-pattern' }));
    expect(patternExpression('(').test('(')).toBe(true);
  });
});

describe('cases', () => {
  test.each(['user', 'session'] as const)('by %s are those of plain code', (unit) => {
    fc.assert(
      fc.property(logs(), fc.boolean(), (log, collapse) => {
        const { cases, nodes } = readCases(tablesOfLog(log), { ...NO_RULES, unit, collapse });
        expect(plain(cases, nodes.names)).toEqual(plainPaths(log, unit, collapse));
      }),
    );
  });

  const cut = (log: readonly LogEvent[], rule: CaseRule, exclude: string[] = []) => {
    const nodes = nodesOf(NAMES, { rename: [], exclude });
    return plain(casesOf(timelineOf(tablesOfLog(log).timeline), nodes.codes, rule, false), nodes.names).map(
      ({ u, names }) => `${u}:${names.join('')}`,
    );
  };
  const event = (u: number, t: number, name: string): LogEvent => ({ u, t, e: NAMES.indexOf(name) });
  const log = [
    event(0, 0, 'a'),
    event(0, 4, 'b'),
    event(0, 10, 'c'),
    event(0, 11, 'a'),
    event(0, 30, 'b'),
    event(1, 5, 'b'),
  ];

  test('windows begin with the first event, with an anchor, or end with one', () => {
    const windowUs = 10e6;
    expect(cut(log, { unit: 'window', windowUs })).toEqual(['0:abc', '0:a', '0:b', '1:b']);
    const at = (node: number, side: 'start' | 'end') => cut(log, { unit: 'window', windowUs, anchor: { node, side } });
    expect(at(1, 'start')).toEqual(['0:bca', '0:b', '1:b']);
    expect(at(0, 'end')).toEqual(['0:a', '0:bca']);
    expect(at(1, 'end')).toEqual(['0:ab', '0:b', '1:b']);
  });

  test('by a value cross users, in order of time', () => {
    const shared = [event(1, 9, 'c'), event(0, 3, 'a'), event(0, 20, 'd'), event(1, 5, 'b')];
    // In the timeline's order: user 0 at 3 and 20, user 1 at 5 and 9.
    const rule: CaseRule = { unit: 'value', values: Float64Array.of(7, 8, 7, 7) };
    expect(cut(shared, rule)).toEqual(['0:abc', '0:d']);
  });

  test('left with no event are none', () => {
    expect(cut(log, { unit: 'user' }, ['b'])).toEqual(['0:aca']);
  });
});

test('variants are the different sequences, each with all its holders', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.nat(2), { maxLength: 4 }), { maxLength: 40 }), (sequences) => {
      const codes = Uint16Array.from(sequences.flat());
      let at = 0;
      const starts = Uint32Array.from(sequences, ({ length }) => (at += length) - length);
      const ends = starts.map((start, n) => start + sequences[n]!.length);
      const { ids, first, counts } = variantsOf(codes, starts, ends);
      const names = sequences.map((sequence) => sequence.join());
      expect([...ids].map((id) => names[first[id]!])).toEqual(names);
      expect(counts.length).toBe(new Set(names).size);
      counts.forEach((count, id) => expect(count).toBe(names.filter((name) => name === names[first[id]!]).length));
    }),
  );
});

test('spans give each kind its own exact quantiles', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(3), fc.nat(100))), (pairs) => {
      const of = (kind: number) => pairs.filter(([each]) => each === kind).map(([, value]) => value);
      const spans = new Spans([0, 1, 2, 3].map((kind) => of(kind).length));
      for (const [kind, value] of pairs) spans.add(kind, value);
      for (let kind = 0; kind < 4; kind++) expect(spans.quantiles(kind, [0.5])).toEqual([plainMedian(of(kind))]);
    }),
  );
});
