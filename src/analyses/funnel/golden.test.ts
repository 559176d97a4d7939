import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { GoldenFunnel } from '../test-golden.ts';
import { ecomRows, golden } from '../test-golden.ts';
import type { AnyMembers, TestProject } from '../test-project.ts';
import { computedMembers, projectOf, quietContext, tablesOf } from '../test-project.ts';
import compute, { members } from './compute.ts';
import definition from './index.ts';
import type { Tables } from './counting.ts';

/** Without what is shown beside the figures. */
const PLAIN = { sensitivity: false, defects: false, drivers: false, trend: 'none' };

const paramsOf = ({ steps, order, entry, ties, window_ms }: GoldenFunnel) =>
  v.parse(definition.params, {
    ...PLAIN,
    steps,
    order,
    entry,
    ties,
    window: window_ms === null ? 'none' : `${window_ms / 60_000}m`,
  });

const nameOf = ({ steps, order, entry, ties, window_ms }: GoldenFunnel) =>
  [...steps, order, entry, ties, window_ms].join(' ');

/** The tables of funnels with the same steps are the same but for the steps' order: read once for each list. */
function reader(project: TestProject) {
  const known = new Map<string, Promise<Tables>>();
  let log: Tables['log'] | undefined;
  return (params: ReturnType<typeof paramsOf>): Promise<Tables> => {
    const key = JSON.stringify(params.steps);
    const found = known.get(key);
    if (found) return found;
    const made = tablesOf(definition, params, project).then((tables) => {
      log ??= tables['log'];
      return { ...tables, log } as Tables;
    });
    known.set(key, made);
    return made;
  };
}

async function expectFunnels(project: TestProject, funnels: readonly GoldenFunnel[]) {
  const read = reader(project);
  const found = [];
  for (const funnel of funnels) {
    const params = paramsOf(funnel);
    const result = await compute(await read(params), params, quietContext());
    const median = result.timeToConvert && Math.round(result.timeToConvert.median * 1000);
    found.push({ name: nameOf(funnel), reached: result.steps.map((step) => step.count), median });
  }
  expect(found).toEqual(
    funnels.map((funnel) => ({ name: nameOf(funnel), reached: funnel.reached, median: funnel.median_ms })),
  );
}

/** As many users must lie behind each bar as it counts. */
async function expectMembers(project: TestProject, funnels: readonly GoldenFunnel[]) {
  const read = reader(project);
  const found = [];
  for (const funnel of funnels) {
    const params = paramsOf(funnel);
    const tables = await read(params);
    const count = async (mark: string) => {
      const codes = [...(await members(tables, params, mark, quietContext()))];
      return new Set(codes).size;
    };
    const last = await count(`reached:${funnel.steps.length}`);
    found.push({ name: nameOf(funnel), last, dropped: await count('dropped:2') });
  }
  const expected = funnels.map((funnel) => ({
    name: nameOf(funnel),
    last: funnel.reached.at(-1),
    dropped: funnel.reached[0]! - funnel.reached[1]!,
  }));
  expect(found).toEqual(expected);
}

describe('the funnels of behaviour.json', () => {
  const reference = golden();
  let ecom: TestProject;
  beforeAll(async () => {
    ecom = await projectOf(await openNodeDatabase(), ecomRows());
  }, 60_000);

  test('ecom, 175 definitions', () => expectFunnels(ecom, reference.ecom.funnels));
  test('ecom, the users behind the bars', () => expectMembers(ecom, reference.ecom.funnels));

  test('ecom, the users behind a bar by name', async () => {
    const funnel = reference.ecom.funnels.find(({ order, entry, ties, window_ms, steps }) => {
      const isPlain = order === 'ordered' && entry === 'any' && ties === 'input';
      return isPlain && window_ms === 7 * 86_400_000 && steps.at(-1) === 'purchase';
    })!;
    const mark = `reached:${funnel.steps.length}`;
    const users = await computedMembers(definition, members as AnyMembers, ecom, paramsOf(funnel), mark);
    expect(users.length).toBe(funnel.reached.at(-1));
    const names = new Set(ecomRows().map(([user]) => user));
    expect(users.every((user) => names.has(user))).toBe(true);
  });

  test.each(reference.synthetic.map((log, n) => ({ n, zone: log.zone })))(
    'synthetic log $n with ties ($zone)',
    async ({ n }) => {
      const log = reference.synthetic[n]!;
      const project = await projectOf(await openNodeDatabase(), log.events);
      await expectFunnels(project, log.funnels);
      await expectMembers(project, log.funnels);
    },
  );

  test('the sensitivity panel says what each definition says by itself', async () => {
    const read = reader(ecom);
    const DAY = 86_400_000;
    const windows = new Map([
      [DAY, '1d'],
      [7 * DAY, '7d'],
      [14 * DAY, '14d'],
      [null, 'none'],
    ]);
    const found = new Map<string, number[]>();
    const chosen = reference.ecom.funnels.filter(({ window_ms, steps }) => windows.has(window_ms) && steps.length > 1);
    let compared = 0;
    for (const funnel of chosen) {
      const key = JSON.stringify([funnel.steps, funnel.ties]);
      const params = { ...paramsOf(funnel), window: '7d', order: 'ordered' as const, sensitivity: true };
      const cellOf = async () => {
        const panel = (await compute(await read(params), params, quietContext())).sensitivity!;
        for (const { order, entry, cells } of panel.rows)
          cells.forEach(({ entered, converted }, n) =>
            found.set([key, order, entry, panel.windows[n]].join(), [entered, converted]),
          );
      };
      if (![...found.keys()].some((each) => each.startsWith(key))) await cellOf();
      const entry = funnel.order === 'unordered' ? null : funnel.entry;
      const cell = found.get([key, funnel.order, entry, windows.get(funnel.window_ms)].join());
      expect([nameOf(funnel), cell]).toEqual([nameOf(funnel), [funnel.reached[0], funnel.reached.at(-1)]]);
      compared++;
    }
    expect(compared).toBeGreaterThan(50);
  });
});
