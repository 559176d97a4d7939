import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { AppError } from '../../core/errors.ts';
import type { Row, TestProject } from '../test-project.ts';
import { datedRows, membersOf, projectOf, runAnalysis } from '../test-project.ts';
import compute from './compute.ts';
import example from './golden.json';
import { histogram } from './histogram.ts';
import definition from './index.ts';
import { orderedWalk } from './ordered.ts';
import type { FunnelResult } from './result.ts';
import { strictWalk } from './strict.ts';
import { unorderedWalk } from './unordered.ts';
import type { Events, Rules } from './walk.ts';

const run = (project: TestProject, params: object): Promise<FunnelResult> =>
  runAnalysis(definition, compute, project, params);

const reached = (result: FunnelResult) => result.steps.map((step) => step.count);

let database: NodeDatabase;
let project: TestProject;
beforeAll(async () => {
  database = await openNodeDatabase();
  project = await projectOf(database, datedRows(example.input.rows));
}, 60_000);

describe('a log counted by hand', () => {
  test('golden.json', async () => {
    const result = await run(project, example.parameters);
    expect(reached(result)).toEqual(example.result.reached);
    expect(result.timeToConvert).toMatchObject({
      median: (1800 + 3600) / 2,
      p25: 1800,
      p75: 3600 + (604_800 - 3600) / 4,
    });
    expect(result.timeToConvert!.histogram.reduce((sum, bin) => sum + bin.count, 0)).toBe(
      example.result.seconds.length,
    );
  });

  test.each(example.variants)('$parameters', async ({ parameters, reached: expected }) => {
    const params = { ...example.parameters, ...parameters };
    expect(reached(await run(project, params))).toEqual(expected);
    const members = await membersOf(definition, project, params, `reached:${expected.length}`);
    expect(members.length).toBe(expected.at(-1));
  });

  test('its order in the file matters for ties alone', async () => {
    const backwards = await projectOf(await openNodeDatabase(), datedRows(example.input.rows.toReversed()));
    // eve's buy now stands before her add of the same second.
    expect(reached(await run(backwards, example.parameters))).toEqual([6, 5, 3]);
    expect(reached(await run(backwards, { ...example.parameters, ties: 'strict' }))).toEqual([6, 5, 3]);
  });

  test('the users behind a bar, by name', async () => {
    expect(await membersOf(definition, project, example.parameters, 'reached:3')).toEqual(['ann', 'bob', 'cat', 'eve']);
    expect(await membersOf(definition, project, example.parameters, 'dropped:2')).toEqual(['fay']);
    expect(await membersOf(definition, project, example.parameters, 'dropped:3')).toEqual(['dan']);
  });

  test('shares and their Wilson interval', async () => {
    const last = (await run(project, example.parameters)).steps[2]!;
    expect(last).toMatchObject({ name: 'buy', count: 4, fromFirst: 4 / 6, fromPrevious: 4 / 5 });
    // SciPy 1.17.1, binomtest(4, 6).proportion_ci(method='wilson').
    expect(last.low).toBeCloseTo(0.299993315138392, 10);
    expect(last.high).toBeCloseTo(0.9032285888942195, 10);
  });

  test('without steps, the three events that most users did', async () => {
    expect((await run(project, {})).steps.map((step) => step.name)).toEqual(['view', 'add', 'buy']);
  });
});

describe('what it refuses', () => {
  const codeOf = (params: object) =>
    run(project, params).then(
      () => 'no error',
      (error: AppError) => error.code,
    );
  test.each([
    [{ steps: ['view', 'nope'] }, 'funnel.unknown-step'],
    [{ window: 'a week' }, 'params.bad-duration'],
    [{ window: '0d' }, 'params.bad-duration'],
  ])('%j: %s', async (params, code) => expect(await codeOf(params)).toBe(code));

  test('a log without events', async () => {
    const empty = await projectOf(await openNodeDatabase(), []);
    await expect(run(empty, {})).rejects.toMatchObject({ name: 'funnel.no-steps' });
  });

  test.each(['reached:4', 'reached:0', 'dropped:1', 'x'])('the mark %s', async (mark) => {
    await expect(membersOf(definition, project, example.parameters, mark)).rejects.toMatchObject({
      name: 'analysis.unknown-mark',
    });
  });
});

/** Every attempt by itself, step by step, as EVENTS.md words it: slow, and plain enough to trust. */
function bruteDepth(
  codes: readonly number[],
  times: readonly number[],
  steps: readonly number[],
  rules: Rules,
  strict: boolean,
) {
  const entries = codes.flatMap((code, n) => (code === steps[0] ? [n] : []));
  let best = 0;
  for (const entry of rules.first ? entries.slice(0, 1) : entries) {
    let depth = 1;
    let at = entry;
    for (let n = entry + 1; n < codes.length && depth < steps.length; n++) {
      const later = !rules.later || times[n]! > times[at]!;
      const fits = codes[n] === steps[depth] && later && times[n]! - times[entry]! <= rules.window;
      if (!fits && strict) break;
      if (!fits) continue;
      depth++;
      at = n;
    }
    best = Math.max(best, depth);
  }
  return best;
}

const userLog = fc.array(fc.record({ gap: fc.integer({ min: 0, max: 3 }), code: fc.integer({ min: 0, max: 3 }) }), {
  maxLength: 24,
});
const stepCodes = fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 4 });

function made(log: readonly { gap: number; code: number }[], steps: readonly number[], rules: Partial<Rules>) {
  let now = 0;
  const times = log.map(({ gap }) => (now += gap));
  const codes = log.map(({ code }) => code);
  const masks = new Int32Array(4);
  steps.forEach((code, place) => (masks[code]! |= 1 << place));
  const events: Events = { times: Float64Array.from(times), codes: Uint8Array.from(codes), from: 0, to: log.length };
  const full: Rules = { masks, steps: steps.length, window: Number.MAX_VALUE, later: false, first: false, ...rules };
  return { times, codes, events, rules: full };
}

describe('properties of one user’s walk', () => {
  const options = fc.record({
    later: fc.boolean(),
    first: fc.boolean(),
    window: fc.constantFrom(2, 5, Number.MAX_VALUE),
  });

  test('ordered and strict equal every attempt tried by itself', () => {
    fc.assert(
      fc.property(userLog, stepCodes, options, (log, steps, given) => {
        const { times, codes, events, rules } = made(log, steps, given);
        expect(orderedWalk(rules)(events).depth).toBe(bruteDepth(codes, times, steps, rules, false));
        expect(strictWalk(rules)(events).depth).toBe(bruteDepth(codes, times, steps, rules, true));
      }),
      { numRuns: 3000 },
    );
  });

  test('strict ≤ ordered ≤ unordered, first ≤ any, and a wider window never lowers the depth', () => {
    fc.assert(
      fc.property(userLog, stepCodes, options, (log, steps, given) => {
        const { events, rules } = made(log, steps, given);
        const ordered = orderedWalk(rules)(events);
        expect(strictWalk(rules)(events).depth).toBeLessThanOrEqual(ordered.depth);
        expect(ordered.depth).toBeLessThanOrEqual(unorderedWalk(rules)(events).depth);
        expect(ordered.depth).toBeLessThanOrEqual(orderedWalk({ ...rules, first: false })(events).depth);
        expect(ordered.depth).toBeLessThanOrEqual(orderedWalk({ ...rules, window: rules.window + 1 })(events).depth);
        expect(ordered.took).toBeLessThanOrEqual(rules.window);
        expect(ordered.took >= 0).toBe(ordered.depth === steps.length);
      }),
      { numRuns: 3000 },
    );
  });

  test('a million tied events of one user take linear time', () => {
    const count = 1_000_000;
    const codes = Uint8Array.from({ length: count }, (_, n) => 1 + (n % 3));
    const events: Events = { times: new Float64Array(count), codes, from: 0, to: count };
    const rules: Rules = { masks: Int32Array.of(0, 1, 2, 4), steps: 3, window: 10, later: false, first: false };
    const started = performance.now();
    expect(orderedWalk(rules)(events).depth).toBe(3);
    expect(orderedWalk({ ...rules, later: true })(events).depth).toBe(1);
    expect(unorderedWalk(rules)(events).depth).toBe(3);
    expect(performance.now() - started).toBeLessThan(5000);
  });
});

test('a histogram covers every value once, in at most 24 bins of one width', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
      const bins = histogram(Float64Array.from(values).sort());
      expect(bins.length).toBeLessThanOrEqual(24);
      expect(bins.map((bin) => bin.count)).toEqual(
        bins.map(({ from, to }) => values.filter((value) => value >= from && value < to).length),
      );
    }),
  );
});

test('an unsorted log of one busy user is put in order first', async () => {
  const rows = Array.from({ length: 400 }, (_, n): Row => [
    'ann',
    Date.UTC(2024, 0, 1) + n * 60_000,
    n % 2 ? 'b' : 'a',
  ]);
  const shuffled = rows
    .map((row, n) => ({ row, key: (n * 7919) % 400 }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
  const result = await run(await projectOf(database, shuffled), { steps: ['a', 'b'], order: 'strict', window: '1m' });
  expect(reached(result)).toEqual([1, 1]);
  expect(result.timeToConvert!.median).toBe(60);
});
