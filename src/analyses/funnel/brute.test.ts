import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Log } from './log.ts';
import type { Rules } from './rules.ts';
import { FIRST_EXCLUSION_BIT } from './codes.ts';
import { activeIn } from './rules.ts';
import { streamOf } from './stream.ts';
import type { BruteEvent, BruteRules } from './test-brute.ts';
import { bruteUser } from './test-brute.ts';
import { tookWalk } from './took.ts';
import { reachedBits, unitReader } from './units.ts';

const KINDS = 5;

/** One user's events in order of time, as the log holds them. */
function logOf(events: readonly BruteEvent[], rules: BruteRules): Log {
  const size = events.length;
  const masks = Int32Array.from(events, ({ kind }) => {
    const steps = rules.steps.reduce((bits, step, n) => bits | (step.kinds.includes(kind) ? 1 << n : 0), 0);
    const given = rules.exclusions.reduce(
      (bits, each, n) => bits | (each.kinds.includes(kind) ? 1 << (FIRST_EXCLUSION_BIT + n) : 0),
      0,
    );
    return steps | given;
  });
  const parts = Int32Array.from(events, ({ part }) => part);
  return {
    units: 1,
    offsets: Uint32Array.of(0, size),
    times: Float64Array.from(events, ({ time }) => time),
    rows: Int32Array.from(events.keys()),
    codes: Uint16Array.from(events, ({ kind }) => kind),
    users: new Int32Array(size),
    masks,
    parts: events.some(({ part }) => part !== 0) ? parts : null,
    held: null,
    identity: null,
    end: Infinity,
    valueOf: () => null,
  };
}

function rulesOf(given: BruteRules): Rules {
  const places = given.steps.map((_, place) => place);
  const required = places.filter((place) => !given.steps[place]!.optional);
  const exclusions = given.exclusions.map((each, n) => ({ ...each, bit: 1 << (FIRST_EXCLUSION_BIT + n) }));
  const bits = (some: readonly { bit: number }[]) => some.reduce((sum, { bit }) => sum | bit, 0);
  return {
    order: given.order,
    entry: given.entry,
    ties: given.ties,
    grace: given.grace,
    window: given.window,
    steps: given.steps.length,
    required,
    optional: required.map((from, n) => places.filter((p) => p > from && p < (required[n + 1] ?? from))),
    optionalBits: places.reduce((sum, place) => sum | (given.steps[place]!.optional ? 1 << place : 0), 0),
    within: given.steps.map(({ within }) => within),
    active: activeIn(required, exclusions),
    excluded: bits(exclusions),
    dropping: bits(exclusions.filter(({ drops }) => drops)),
  };
}

interface Outcome {
  entry: number;
  depth: number;
  reached: number[];
  took: number;
}

const byEntry = (a: Outcome, b: Outcome) => a.entry - b.entry;

function walked(events: readonly BruteEvent[], given: BruteRules, isEach: boolean): Outcome[] {
  const rules = rulesOf(given);
  const stream = streamOf(logOf(events, given), { duplicates: 'keep', late: 'keep' });
  const found: Outcome[] = [];
  const read = unitReader(stream, rules, isEach && given.order !== 'unordered', {
    counted: (attempt) => {
      const bits = reachedBits(attempt, rules);
      const reached = given.steps.flatMap((_, n) => (bits & (1 << n) ? [n] : []));
      found.push({ entry: stream.places[attempt.entry]!, depth: attempt.depth, reached, took: attempt.took });
    },
  });
  read(0);
  return found.sort(byEntry);
}

const tried = (events: readonly BruteEvent[], given: BruteRules, isEach: boolean): Outcome[] =>
  bruteUser(events, given, isEach)
    .map(({ entry, depth, reached, took }) => ({ entry, depth, reached: [...reached].sort((a, b) => a - b), took }))
    .sort(byEntry);

const kinds = fc.uniqueArray(fc.integer({ min: 1, max: KINDS - 1 }), { minLength: 1, maxLength: 2 });
const span = fc.constantFrom(1, 2, 4, 8, Infinity);

const userEvents = (parts: fc.Arbitrary<number>) =>
  fc
    .array(
      fc.record({ gap: fc.integer({ min: 0, max: 2 }), kind: fc.integer({ min: 0, max: KINDS - 1 }), part: parts }),
      {
        maxLength: 20,
      },
    )
    .map((drawn) => {
      let time = 0;
      return drawn.map(({ gap, kind, part }) => ({ time: (time += gap), kind, part }));
    });

const anyRules = (order: fc.Arbitrary<BruteRules['order']>): fc.Arbitrary<BruteRules> =>
  fc
    .record({
      order,
      entry: fc.constantFrom('any' as const, 'first' as const, 'every' as const),
      ties: fc.constantFrom('input' as const, 'strict' as const, 'grace' as const),
      grace: fc.constantFrom(0, 1, 2),
      window: span,
      steps: fc.array(fc.record({ kinds, optional: fc.boolean(), within: fc.constantFrom(Infinity, Infinity, 1, 3) }), {
        minLength: 1,
        maxLength: 5,
      }),
      exclusions: fc.array(
        fc.record({
          kinds,
          from: fc.integer({ min: 1, max: 4 }),
          to: fc.integer({ min: 2, max: 5 }),
          drops: fc.boolean(),
        }),
        { maxLength: 2 },
      ),
    })
    .map(({ steps, exclusions, ...rest }) => ({
      ...rest,
      steps: steps.map((step, n) => ({ ...step, optional: step.optional && n > 0 && n < steps.length - 1 })),
      exclusions: exclusions.filter(({ from, to }) => from < to && to <= steps.length),
    }));

describe('every option, and any of them together, as each attempt tried by itself', () => {
  test.each(['ordered', 'strict', 'anchored', 'unordered'] as const)('%s', (order) => {
    const parts = fc.oneof(
      { weight: 2, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: -1, max: 1 }) },
    );
    fc.assert(
      fc.property(userEvents(parts), anyRules(fc.constant(order)), fc.boolean(), (events, rules, isEach) => {
        expect(walked(events, rules, isEach)).toEqual(tried(events, rules, isEach));
      }),
      { numRuns: 2500 },
    );
  });
});

describe('what each attempt takes, in one pass from the end', () => {
  const parts = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 1 }));
  const rules = (order: BruteRules['order']) =>
    anyRules(fc.constant(order)).map((any) => {
      const steps = any.steps.map((step) => ({ ...step, within: Infinity }));
      return { ...any, steps, entry: 'any' as const, ties: 'input' as const, window: Infinity, exclusions: [] };
    });

  test.each(['ordered', 'anchored'] as const)('is what it takes tried by itself, %s', (order) => {
    let compared = 0;
    const holds = (events: BruteEvent[], given: BruteRules) => {
      const stream = streamOf(logOf(events, given), { duplicates: 'keep', late: 'keep' });
      const walk = tookWalk(stream, rulesOf(given));
      if (!walk) return;
      const found: [number, number][] = [];
      for (let part = stream.units[0]!; part < stream.units[1]!; part++)
        walk(stream, stream.parts[part]!, stream.parts[part + 1]!, (entry, took) =>
          found.push([stream.places[entry]!, took]),
        );
      const each = tried(events, given, true).map(({ entry, took }) => [entry, took]);
      expect(found.sort(([a], [b]) => a - b)).toEqual(each);
      compared += each.length;
    };
    fc.assert(fc.property(userEvents(parts), rules(order), holds), { numRuns: 2500 });
    expect(compared).toBeGreaterThan(500);
  });
});

/** Steps that no event fits two of, and nothing that ends an attempt: then the orders can be compared. */
const plainRules = fc
  .record({
    ties: fc.constantFrom('input' as const, 'strict' as const),
    window: fc.constantFrom(1, 3, 6, Infinity),
    kinds: fc.shuffledSubarray([1, 2, 3, 4], { minLength: 1 }),
  })
  .map(({ ties, window, kinds: order }): BruteRules => {
    const steps = order.map((kind) => ({ kinds: [kind], optional: false, within: Infinity }));
    return { order: 'ordered', entry: 'any', ties, grace: 0, window, steps, exclusions: [] };
  });

const best = (events: readonly BruteEvent[], rules: BruteRules): Outcome =>
  walked(events, rules, false)[0] ?? { entry: -1, depth: 0, reached: [], took: -1 };

describe('whatever the log', () => {
  const events = userEvents(fc.constant(0));
  const holds = (property: (events: BruteEvent[], rules: BruteRules) => void) =>
    fc.assert(fc.property(events, plainRules, property), { numRuns: 1500 });

  test('strict ≤ ordered ≤ anchored ≤ unordered', () =>
    holds((log, rules) => {
      const depths = (['strict', 'ordered', 'anchored', 'unordered'] as const).map(
        (order) => best(log, { ...rules, order }).depth,
      );
      expect(depths).toEqual([...depths].sort((a, b) => a - b));
    }));

  test('first ≤ any, and a wider window or grace never lowers the depth', () =>
    holds((log, rules) => {
      const { depth } = best(log, rules);
      expect(best(log, { ...rules, entry: 'first' }).depth).toBeLessThanOrEqual(depth);
      expect(best(log, { ...rules, window: rules.window + 1 }).depth).toBeGreaterThanOrEqual(depth);
      expect(best(log, { ...rules, ties: 'strict' }).depth).toBeLessThanOrEqual(
        best(log, { ...rules, ties: 'input' }).depth,
      );
      expect(best(log, { ...rules, ties: 'grace' }).depth).toBeGreaterThanOrEqual(
        best(log, { ...rules, ties: 'input' }).depth,
      );
    }));

  test('time to convert is within the window, and shifting all times changes nothing', () =>
    holds((log, rules) => {
      const found = best(log, rules);
      expect(found.took).toBeLessThanOrEqual(rules.window);
      expect(found.took >= 0).toBe(found.depth === rules.steps.length);
      const later = log.map((event) => ({ ...event, time: event.time + 86_400e6 }));
      expect(best(later, rules)).toEqual(found);
    }));
});

test('two hundred thousand tied events of one user take linear time under every order and tie rule', () => {
  const events = Array.from({ length: 200_000 }, (_, n) => ({ time: 0, kind: 1 + (n % 3), part: 0 }));
  const steps = [1, 2, 3].map((kind) => ({ kinds: [kind], optional: false, within: Infinity }));
  const exclusions = [{ kinds: [4], from: 1, to: 3, drops: true }];
  const plain: BruteRules = { order: 'ordered', entry: 'any', ties: 'input', grace: 1, window: 10, steps, exclusions };
  const started = performance.now();
  for (const order of ['ordered', 'strict', 'anchored', 'unordered'] as const)
    expect([order, best(events, { ...plain, order }).depth]).toEqual([order, 3]);
  expect(best(events, { ...plain, ties: 'grace' }).depth).toBe(3);
  expect(best(events, { ...plain, ties: 'strict' }).depth).toBe(1);
  expect(performance.now() - started).toBeLessThan(30_000);
});
