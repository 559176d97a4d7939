import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import type { Timeline } from '../../core/timeline.ts';
import { translator } from '../../i18n/translate.ts';
import * as v from 'valibot';
import type { TestProject } from '../test-project.ts';
import { computedMembers, datedRows, projectOf, runAnalysis } from '../test-project.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import { CONVERSION, MOST_TOUCHES, TOUCH, userJourneys } from './journeys.ts';
import type { Journey } from './journeys.ts';
import { Transitions, removalEffects } from './markov.ts';
import type { AttributionResult } from './result.ts';
import { ruleNames, rules } from './rules.ts';

const run = (project: TestProject, params: object = {}): Promise<AttributionResult> =>
  runAnalysis(definition, compute, project, params);

let database: NodeDatabase;
let project: TestProject;
beforeAll(async () => {
  database = await openNodeDatabase();
  project = await projectOf(database, datedRows(example.input.rows));
}, 60_000);

const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0);

describe('a log counted by hand', () => {
  test('golden.json: every model, channel by channel', async () => {
    const result = await run(project, example.parameters);
    const found = Object.fromEntries(result.channels.map(({ name, credit }) => [name, credit]));
    for (const [name, credit] of Object.entries(example.result.credit)) {
      for (const [model, expected] of Object.entries(credit)) {
        expect(found[name]![model as 'first'], `${name}, ${model}`).toBeCloseTo(expected, 10);
      }
    }
    expect(result.conversions).toBe(example.result.conversions);
    expect(result.without.conversions).toBe(example.result.without);
    expect(result.lost).toBe(example.result.lost);
  });

  test('every model’s credits add up to the conversions with a touch', async () => {
    for (const params of [{}, example.parameters, { journey: 'whole', window: '1d', repeats: 'each' }]) {
      const result = await run(project, params);
      for (const model of result.models) {
        const sum = sumOf(result.channels.map(({ credit }) => credit[model]!));
        expect(sum + result.without.conversions).toBeCloseTo(result.conversions, 9);
      }
    }
  });

  test('whole journeys hold the last touches, at a cost that grows with the events', () => {
    const length = 200_000;
    const timeline: Timeline = {
      users: 1,
      codes: Int32Array.of(0),
      offsets: Uint32Array.of(0, length),
      times: Float64Array.from({ length }, (_, n) => n),
      events: Uint16Array.from({ length }, (_, n) => (n % 2 ? CONVERSION : TOUCH)),
      rows: new Int32Array(length),
      places: new Uint32Array(length),
    };
    const rules = { window: Infinity, restart: false, collapse: false, onlyFirst: false };
    const [channels, held] = [Int32Array.from({ length }, (_, n) => n), [] as number[][]];
    userJourneys(timeline, 0, channels, new Float64Array(length), rules, (journey) => {
      if (held.length < 2 || journey.time === length - 1) held.push(journey.channels);
    });
    expect(held.slice(0, 2)).toEqual([[0], [0, 2]]);
    expect(held[2]!.length).toBe(MOST_TOUCHES);
    expect(held[2]!.at(-1)).toBe(length - 2);
  });

  test('the users behind a channel, and behind none', async () => {
    const list = (mark: string) =>
      computedMembers(definition, members as never, project, v.parse(definition.params, example.parameters), mark);
    expect(await list('channel:mail')).toEqual(example.result.mail);
    expect(await list('without')).toEqual(example.result.nobody);
    await expect(list('channel:none such')).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });

  test('the last touch that is not the direct one', async () => {
    const result = await run(project, { ...example.parameters, direct: 'Mail' });
    const credit = Object.fromEntries(result.channels.map((channel) => [channel.name, channel.credit.lastNonDirect]));
    expect(result.definition.direct).toBe('mail');
    expect(credit).toMatchObject(example.result.lastButMail);
  });

  test('what it refuses', async () => {
    await expect(run(project, { positionFirst: 80, positionLast: 40 })).rejects.toMatchObject({
      name: 'attribution.too-much',
    });
    await expect(run(project, { channel: 'colour' })).rejects.toMatchObject({ name: 'params.unknown-property' });
    await expect(run(project, { value: 'colour' })).rejects.toMatchObject({ name: 'params.unknown-property' });
  });

  test('its views name the definition', async () => {
    const [credit] = definition.views(await run(project, example.parameters), translator(definition.texts.en, 'en'));
    expect(credit!.definition).toContain('buy');
    expect(credit!.table.rows.length).toBe(credit!.marks!.length);
  });
});

const journeyOf = (channels: number[], days: number[] = channels.map((_, n) => n)): Journey => ({
  user: 0,
  channels,
  times: days.map((day) => day * 86_400e6),
  converted: true,
  time: 0,
  value: 1,
});
const OPTIONS = { first: 0.4, last: 0.4, halfLife: 7 * 86_400e6, direct: 3 };

describe('the rules for one journey, by hand', () => {
  test.each([
    ['first', [0, 1, 2], [1, 0, 0]],
    ['last', [0, 1, 2], [0, 0, 1]],
    ['lastNonDirect', [0, 1, 3], [0, 1, 0]],
    ['lastNonDirect', [3], [1]],
    ['linear', [0, 1, 1, 2], [0.25, 0.25, 0.25, 0.25]],
    ['position', [0], [1]],
    ['position', [0, 1], [0.5, 0.5]],
    ['position', [0, 1, 2, 3], [0.4, 0.1, 0.1, 0.4]],
    ['shapley', [0, 1, 0], [0.5, 0.5, 0]],
  ] as const)('%s %j', (name, channels, expected) => {
    rules[name](journeyOf([...channels]), OPTIONS).forEach((share, n) => expect(share).toBeCloseTo(expected[n]!, 12));
  });

  test('time decay: a touch seven days before another has half its weight', () => {
    const shares = rules.timeDecay(journeyOf([0, 1, 2], [0, 7, 14]), OPTIONS);
    [1 / 7, 2 / 7, 4 / 7].forEach((share, n) => expect(shares[n]).toBeCloseTo(share, 12));
  });

  test('each rule shares out the whole', () => {
    for (const name of ruleNames) expect(sumOf(rules[name](journeyOf([2, 1, 2, 3]), OPTIONS))).toBeCloseTo(1, 12);
  });
});

/** The Shapley value by its definition: the mean of what a channel adds, over all orders in which channels can join. */
function shapleyByOrders(journeys: readonly number[][], channels: number): number[] {
  const worth = (set: ReadonlySet<number>) =>
    journeys.filter((each) => each.every((channel) => set.has(channel))).length;
  const orders = (rest: number[]): number[][] =>
    rest.length === 0
      ? [[]]
      : rest.flatMap((first) => orders(rest.filter((each) => each !== first)).map((o) => [first, ...o]));
  const all = orders(Array.from({ length: channels }, (_, n) => n));
  const value = new Array<number>(channels).fill(0);
  for (const order of all) {
    const set = new Set<number>();
    for (const channel of order) {
      const before = worth(set);
      set.add(channel);
      value[channel]! += (worth(set) - before) / all.length;
    }
  }
  return value;
}

test('the Shapley value equals the mean over all orders of the channels', () => {
  const journeys = [[0], [0, 1], [1, 2, 3], [3, 0], [2, 2, 1], [0, 1, 2, 3, 4], [4]];
  const found = new Array<number>(5).fill(0);
  for (const channels of journeys) {
    rules.shapley(journeyOf(channels), OPTIONS).forEach((share, n) => (found[channels[n]!]! += share));
  }
  shapleyByOrders(journeys, 5).forEach((value, n) => expect(found[n]).toBeCloseTo(value, 12));
});

describe('the chain', () => {
  test('three journeys by hand: C1 C2 C3 converts, C1 and C2 C3 are lost', () => {
    // From the start C1 2/3, C2 1/3; C1 goes on to C2 in 1/2; C2 always to C3; C3 converts in 1/2: 1/3 of all.
    // Without C1 only start, C2, C3, conversion is left: 1/3 · 1/2 = 1/6.
    const transitions = new Transitions(3);
    transitions.add({ channels: [0, 1, 2], converted: true });
    transitions.add({ channels: [0], converted: false });
    transitions.add({ channels: [1, 2], converted: false });
    removalEffects(transitions).forEach((effect, n) => expect(effect).toBeCloseTo([0.5, 1, 1][n]!, 12));
  });

  test('loops are followed to their end: the same as walking the chain a thousand steps', () => {
    const transitions = new Transitions(3);
    const journeys = [
      [0, 1, 0, 1, 2],
      [2, 2, 0],
      [1, 0, 2, 0],
      [0, 0],
    ];
    journeys.forEach((channels, n) => transitions.add({ channels, converted: n % 2 === 0 }));
    const reach = (removed: number) => {
      let at = [0, 0, 0, 1];
      let won = 0;
      for (let step = 0; step < 1000; step++) {
        const next = [0, 0, 0, 0];
        at.forEach((share, from) => {
          won += share * transitions.probability(from, transitions.conversion);
          for (let to = 0; to < 3; to++) if (to !== removed) next[to]! += share * transitions.probability(from, to);
        });
        at = next;
      }
      return won;
    };
    removalEffects(transitions).forEach((effect, n) => expect(effect).toBeCloseTo(1 - reach(n) / reach(-1), 10));
  });

  test('nothing converts', () => expect(removalEffects(new Transitions(2))).toEqual([0, 0]));
});

test('window, restart and repeats decide what a journey holds', () => {
  const events = [TOUCH, TOUCH, TOUCH | CONVERSION, CONVERSION, TOUCH];
  const timeline = {
    users: 1,
    offsets: Uint32Array.of(0, 5),
    times: Float64Array.of(0, 5, 10, 12, 20),
    events: Uint16Array.from(events),
  } as Timeline;
  const journeys = (more: object) => {
    const found: [number[], boolean][] = [];
    const given = { window: Infinity, restart: true, collapse: true, onlyFirst: false, ...more };
    userJourneys(timeline, 0, [1, 1, 2, 0, 3], [0, 0, 5, 0, 0], given, ({ channels, converted }) =>
      found.push([[...channels], converted]),
    );
    return found;
  };
  expect(journeys({})).toEqual([
    [[1, 2], true],
    [[], true],
    [[3], false],
  ]);
  expect(journeys({ restart: false })).toEqual([
    [[1, 2], true],
    [[1, 2], true],
  ]);
  expect(journeys({ collapse: false })[0]).toEqual([[1, 1, 2], true]);
  expect(journeys({ collapse: false, window: 5 })[0]).toEqual([[1, 2], true]);
  expect(journeys({ onlyFirst: true })).toEqual([[[1, 2], true]]);
});
