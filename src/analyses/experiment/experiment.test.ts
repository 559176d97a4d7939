import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import { beforeAll, describe, expect, test } from 'vitest';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import type { Mapping } from '../../contract/project.ts';
import { seededRandom } from '../../core/random.ts';
import { meanAndVariance, normalQuantile } from '../../core/statistics.ts';
import { translator } from '../../i18n/translate.ts';
import type { ColumnTypes } from '../../sql/canonical.ts';
import { viewStatements } from '../../sql/canonical.ts';
import type { TestProject } from '../test-project.ts';
import { SETTINGS, datasetOf, membersOf, runAnalysis, withSettings } from '../test-project.ts';
import { chanceLarger, expectedLoss } from './bayes.ts';
import compute from './compute.ts';
import { adjusted, bayesian, estimateOf, frequentist, ratioEstimates } from './effects.ts';
import example from './golden.json';
import definition from './index.ts';
import type { ExperimentResult } from './result.ts';
import { alwaysValid } from './sequential.ts';

const run = (project: TestProject, params: object = {}): Promise<ExperimentResult> =>
  runAnalysis(definition, compute, project, params);

async function projectWith(
  mapping: Mapping,
  columns: ColumnTypes,
  fill: (table: string) => string,
): Promise<TestProject> {
  const database = await openNodeDatabase();
  for (const [table, types] of Object.entries(columns)) {
    const list = Object.entries(types).map(([name, type]) => `"${name}" ${type}`);
    await database.query(`CREATE TABLE ${table} (${list.join(', ')})`);
    await database.query(fill(table));
  }
  for (const statement of viewStatements(mapping, columns)) await database.query(statement);
  return { database, data: await datasetOf(database, mapping, SETTINGS, columns) };
}

const written = (value: string | number | null): string =>
  value === null ? 'NULL' : typeof value === 'number' ? String(value) : `'${value.replace(/Z$/, '')}'`;

const handMade = () =>
  projectWith(
    { events: { table: 'log', user: 'user', time: 'time', event: 'event' } },
    { log: { user: 'VARCHAR', time: 'TIMESTAMP', event: 'VARCHAR', variant: 'VARCHAR', amount: 'DOUBLE' } },
    (table) =>
      `INSERT INTO ${table} VALUES ${example.input.rows.map((row) => `(${row.map(written).join(', ')})`).join(', ')}`,
  );

const armsOf = (result: ExperimentResult, metric: number) =>
  Object.fromEntries(result.metrics[metric]!.arms.map(({ variant, value }) => [variant, value]));

describe('an experiment counted by hand', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await handMade();
  }, 60_000);

  test('golden.json', async () => {
    const result = await run(project, example.parameters);
    const expected = example.result;
    expect(Object.fromEntries(result.variants.map(({ name, users }) => [name, users]))).toEqual(expected.users);
    expect([result.control, result.mixed, result.immature]).toEqual(['A', expected.mixed, expected.immature]);
    expect(armsOf(result, 0)).toEqual(expected.conversion);
    expect(armsOf(result, 1)).toEqual(expected.amount);
    // Back on day 1 is settled two days after exposure, one hour too late for the last of A.
    expect(armsOf(result, 2)).toEqual(expected.backOnDay1);
  });

  test('the column that sounds like a variant is taken by itself; without one, halves at random', async () => {
    expect((await run(project)).source).toEqual({ kind: 'property', property: 'variant' });
    const { data } = project;
    const bare = {
      ...project,
      data: { ...data, properties: data.properties.filter(({ name }) => name !== 'variant') },
    };
    const result = await run(bare);
    expect(result.source.kind).toBe('random');
    expect(result.variants.reduce((sum, { users }) => sum + users, 0)).toBe(10);
  });

  test('times per user, a ratio, and the last of the sums capped', async () => {
    const counted = await run(project, {
      ...example.parameters,
      measure: 'count',
      ratios: [{ from: 'amount', to: '' }],
    });
    expect(armsOf(counted, 0)).toEqual({ A: 0.25, B: 1 });
    // Sums of amount over events within the window: A 10 / 5 events, B 32 / 8.
    expect(armsOf(counted, 2)).toEqual({ A: 2, B: 4 });
    const capped = await run(project, { ...example.parameters, winsorise: 25 });
    expect(armsOf(capped, 1).B).toBeLessThan(8);
  });

  test('members, segments and the two languages', async () => {
    expect(await membersOf(definition, project, example.parameters, 'variant:B')).toEqual(['b1', 'b2', 'b3', 'b4']);
    expect(await membersOf(definition, project, example.parameters, 'mixed')).toEqual(['mix']);
    const result = await run(project, { ...example.parameters, segment: 'amount' });
    expect(result.metrics[0]!.comparisons[0]!.verdict).toBe('too-few');
    for (const language of ['en', 'zh'] as const) {
      const [first] = definition.views(result, translator(definition.texts[language], language));
      expect(first!.sentence).toContain('B');
      expect(first!.table.rows.length).toBe(first!.marks!.length);
    }
  });

  test('a segment is what was known at exposure, not what came of it', async () => {
    const users = ['a', 'b'].flatMap((arm) => Array.from({ length: 40 }, (_, n) => ({ arm, n })));
    // Exposed with their country; half of them buy an hour later, and only then have a plan.
    const rows = users.flatMap(({ arm, n }) => [
      `('${arm}${n}', TIMESTAMP '2024-01-01', 'see', '${arm}', NULL, '${n < 30 ? 'de' : 'fr'}')`,
      ...(n % 2 ? [`('${arm}${n}', TIMESTAMP '2024-01-01 01:00:00', 'buy', NULL, 'pro', 'late')`] : []),
    ]);
    const shop = await projectWith(
      { events: { table: 'log', user: 'user', time: 'time', event: 'event' } },
      {
        log: {
          user: 'VARCHAR',
          time: 'TIMESTAMP',
          event: 'VARCHAR',
          variant: 'VARCHAR',
          plan: 'VARCHAR',
          country: 'VARCHAR',
        },
      },
      (table) => `INSERT INTO ${table} VALUES ${rows.join(', ')}`,
    );
    const asked = { goals: ['buy'], window: '1h' };
    const of = async (segment: string) =>
      (await run(shop, { ...asked, segment })).segments.map((each) => [each.segment, each.users]);
    expect(await of('plan')).toEqual([[null, 80]]);
    expect(await of('country')).toEqual([
      ['de', 60],
      ['fr', 20],
    ]);
  });

  test('what it refuses', async () => {
    const codes = [
      [{ control: 'C' }, 'experiment.unknown-variant'],
      [{ split: '1:2:3' }, 'experiment.bad-split'],
      [{ values: ['variant'] }, 'experiment.no-number'],
    ] as const;
    for (const [params, name] of codes) await expect(run(project, params)).rejects.toMatchObject({ name });
  });
});

describe('Bayes', () => {
  // SciPy 1.17.1, quad of beta.pdf(x, 166, 836) · beta.cdf(x, 121, 881); the draws behind models.json's 0.998027 come within 3e-5.
  test('the chance that b beats a', () => {
    expect(chanceLarger([166, 836], [121, 881])).toBeCloseTo(0.9980029862565151, 9);
    expect(chanceLarger([166, 836], [121, 881])).toBeCloseTo(0.998027, 4);
  });
  test('two equal ones, and the loss of a sure thing, by hand', () => {
    expect(chanceLarger([3, 5], [3, 5])).toBeCloseTo(0.5, 12);
    // Uniform against uniform: E[max(X − Y, 0)] = 1/6.
    expect(expectedLoss([1, 1], [1, 1])).toBeCloseTo(1 / 6, 12);
  });
});

test('the confidence sequence at n = N* for alpha .05, by its published formula', () => {
  const [n, nStar, alpha] = [5000, 5000, 0.05];
  const rho2 = (-2 * Math.log(alpha) + Math.log(-2 * Math.log(alpha)) + 1) / nStar;
  const half = Math.sqrt(((2 * (n * rho2 + 1)) / (n * n * rho2)) * Math.log(Math.sqrt(n * rho2 + 1) / alpha));
  const found = alwaysValid(0.1, 1 / Math.sqrt(n), n, nStar, alpha);
  expect(found.high - 0.1).toBeCloseTo(half, 12);
  // The interval leaves out zero just where p falls below alpha.
  expect(alwaysValid(half, 1 / Math.sqrt(n), n, nStar, alpha).p).toBeCloseTo(alpha, 10);
});

describe('simulated experiments without any difference', () => {
  const normal = (random: () => number) => normalQuantile((random() * 4294967295 + 0.5) / 4294967296);

  test('Welch’s test errs in about 5 % of 1000, the two-proportion test too', () => {
    const random = seededRandom(11);
    let [means, shares] = [0, 0];
    for (let n = 0; n < 1000; n++) {
      const sample = (draw: () => number) => ({ y: Float64Array.from({ length: 200 }, draw) });
      const [a, b] = [sample(() => Math.exp(normal(random))), sample(() => Math.exp(normal(random)))];
      if (frequentist(estimateOf(a, 'mean', false), estimateOf(b, 'mean', false), 'mean', 0.05).p < 0.05) means++;
      const [c, d] = [sample(() => (random() < 0.3 ? 1 : 0)), sample(() => (random() < 0.3 ? 1 : 0))];
      if (frequentist(estimateOf(c, 'share', false), estimateOf(d, 'share', false), 'share', 0.05).p < 0.05) shares++;
    }
    // Four standard errors of 5 % in 1000 runs are 2.8 %.
    for (const errors of [means, shares]) {
      expect(errors).toBeGreaterThan(22);
      expect(errors).toBeLessThan(78);
    }
  });

  test('looking a hundred times, the sequential test errs in at most 5 %, the plain one far more often', () => {
    const random = seededRandom(12);
    let [valid, plain] = [0, 0];
    for (let n = 0; n < 500; n++) {
      let [a, b] = [0, 0];
      let [wasValid, wasPlain] = [false, false];
      for (let look = 1; look <= 100; look++) {
        // Fifty users in each variant, drawn as their mean.
        a += normal(random) * Math.sqrt(50);
        b += normal(random) * Math.sqrt(50);
        const each = look * 50;
        const difference = (b - a) / each;
        const error = Math.sqrt(2 / each);
        wasValid ||= alwaysValid(difference, error, 2 * each, 5000, 0.05).p < 0.05;
        wasPlain ||= Math.abs(difference / error) > 1.96;
      }
      if (wasValid) valid++;
      if (wasPlain) plain++;
    }
    expect(valid / 500).toBeLessThanOrEqual(0.05);
    expect(plain / 500).toBeGreaterThan(0.25);
  });
});

test('CUPED saves the squared correlation of the variance and leaves the difference on average', () => {
  const random = seededRandom(5);
  const normal = () => normalQuantile((random() * 4294967295 + 0.5) / 4294967296);
  const sample = () => {
    const x = Float64Array.from({ length: 4000 }, normal);
    return { x, y: x.map((value) => 0.8 * value + 0.6 * normal()) };
  };
  const { samples, reduction } = adjusted([sample(), sample()]);
  expect(Math.abs(reduction! - 0.64)).toBeLessThan(0.03);
  expect(meanAndVariance(samples[0]!.y).variance).toBeLessThan(0.4);
  expect(adjusted([{ y: Float64Array.of(1, 2), x: Float64Array.of(3, 3) }]).reduction).toBeNull();
});

test('a ratio that is the same for everyone is no difference, however it was rounded', () => {
  const sample = (from: number, to: number) => {
    const d = Float64Array.from({ length: to - from }, (_, n) => 1 + ((7 * (from + n)) % 5));
    return { d, y: d.map((count) => Array.from({ length: count }).reduce((sum: number) => sum + 0.1, 0)) };
  };
  const [a, b] = ratioEstimates([sample(0, 133), sample(133, 200)]).estimates;
  expect(frequentist(a!, b!, 'ratio', 0.05)).toEqual({ difference: 0, low: 0, high: 0, p: 1 });
  expect(bayesian(a!, b!, 0.05, false).chance).toBe(0.5);
});

describe('CUPED of a ratio', () => {
  const random = seededRandom(11);
  const normal = () => normalQuantile((random() * 4294967295 + 0.5) / 4294967296);

  test('is that of a mean where each denominator is one', () => {
    const sample = (n: number) => {
      const x = Float64Array.from({ length: n }, normal);
      return { x, y: x.map((value) => 5 + value + normal()), d: new Float64Array(n).fill(1), m: x.map(() => 1) };
    };
    const samples = [sample(300), sample(500)];
    const { estimates, reduction } = ratioEstimates(samples);
    const mean = adjusted(samples);
    expect(reduction).toBeCloseTo(mean.reduction!, 10);
    estimates.forEach(({ value, variance }, n) => {
      const wanted = estimateOf(mean.samples[n]!, 'mean', true);
      expect(value).toBeCloseTo(wanted.value, 10);
      expect(variance).toBeCloseTo(wanted.variance, 10);
    });
  });

  test('leaves the truth where it is, and says how far its values spread', () => {
    // Clicks per page: a person's rate stays as it was before, and nobody is treated. The truth of each ratio is the mean of rates.
    const sample = (n: number) => {
      const columns = {
        y: new Float64Array(n),
        d: new Float64Array(n),
        x: new Float64Array(n),
        m: new Float64Array(n),
      };
      for (let user = 0; user < n; user++) {
        const rate = random();
        const clicks = (pages: number) => Array.from({ length: pages }).filter(() => random() < rate).length;
        columns.d[user] = 1 + Math.floor(random() * 20);
        // Some have no past.
        columns.m[user] = random() < 0.2 ? 0 : Math.floor(random() * 40);
        columns.y[user] = clicks(columns.d[user]!);
        columns.x[user] = clicks(columns.m[user]!);
      }
      return columns;
    };
    const differences: number[] = [];
    let [claimed, saved] = [0, 0];
    for (let again = 0; again < 400; again++) {
      const { estimates, reduction } = ratioEstimates([sample(200), sample(200)]);
      differences.push(estimates[1]!.value - estimates[0]!.value);
      claimed += (estimates[0]!.variance + estimates[1]!.variance) / 400;
      saved += reduction! / 400;
    }
    const { mean, variance } = meanAndVariance(Float64Array.from(differences));
    expect(Math.abs(mean)).toBeLessThan(4 * Math.sqrt(variance / 400));
    // A variance of 400 values is known to about 7 %.
    expect(Math.abs(claimed / variance - 1)).toBeLessThan(0.25);
    expect(saved).toBeGreaterThan(0.2);
  });

  test('is not tried where nobody has a past', () => {
    const none = new Float64Array(3);
    const sample = { y: Float64Array.of(1, 2, 3), d: Float64Array.of(2, 2, 4), x: none, m: none };
    const { estimates, reduction } = ratioEstimates([sample, sample]);
    expect(reduction).toBeNull();
    expect(estimates[0]!.value).toBe(0.75);
  });

  test('takes the sums from before exposure out of the log', async () => {
    // Twelve users with 1 … 3 events of their own amounts on either side of the exposure, so that all can be summed here too.
    const users = Array.from({ length: 12 }, (_, u) => ({
      u,
      before: Array.from({ length: 1 + ((u * 5) % 3) }, (_, n) => 1 + ((u * 7 + n * 3) % 11)),
      after: Array.from({ length: 1 + ((u * 2) % 3) }, (_, n) => 2 + ((u * 7 + n * 5) % 13)),
    }));
    const line = (u: number, day: number, n: number, event: string, amount: number | null) =>
      `('u${u}', TIMESTAMP '2024-01-0${day} 0${n}:00:00', '${event}', '${u % 2 ? 'B' : 'A'}', ${amount})`;
    const lines = users.flatMap(({ u, before, after }) => [
      ...before.map((amount, n) => line(u, 2, n, 'buy', amount)),
      line(u, 3, 0, 'seen', null),
      ...after.map((amount, n) => line(u, 4, n, 'buy', amount)),
    ]);
    const project = await projectWith(
      { events: { table: 'log', user: 'user', time: 'time', event: 'event' } },
      { log: { user: 'VARCHAR', time: 'TIMESTAMP', event: 'VARCHAR', variant: 'VARCHAR', amount: 'DOUBLE' } },
      () => `INSERT INTO log VALUES ${lines.join(', ')}, ('end', TIMESTAMP '2024-02-01', 'other', NULL, NULL)`,
    );
    const { metrics } = await run(project, {
      variant: 'variant',
      exposure: 'seen',
      ratios: [{ from: 'amount', to: '' }],
      goals: [],
      window: '5d',
      cuped: '2d',
    });
    const ratio = metrics.find(({ kind }) => kind === 'ratio')!;
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const columns = (own: typeof users) => ({
      y: Float64Array.from(own, ({ after }) => sum(after)),
      // The exposure is an event within the window.
      d: Float64Array.from(own, ({ after }) => after.length + 1),
      x: Float64Array.from(own, ({ before }) => sum(before)),
      m: Float64Array.from(own, ({ before }) => before.length),
    });
    const wanted = ratioEstimates([0, 1].map((arm) => columns(users.filter(({ u }) => u % 2 === arm))));
    expect(ratio.comparisons[0]!.varianceReduction).toBeCloseTo(wanted.reduction!, 12);
    expect(ratio.arms.map(({ value }) => value)).toEqual(
      wanted.estimates.map(({ value }) => expect.closeTo(value, 12)),
    );
  }, 60_000);
});

test('the course names its days as the zone has them', async () => {
  const columns = { log: { user: 'VARCHAR', time: 'TIMESTAMP', event: 'VARCHAR', variant: 'VARCHAR' } };
  const project = await projectWith(
    { events: { table: 'log', user: 'user', time: 'time', event: 'event' } },
    columns,
    () => `INSERT INTO log SELECT 'u' || n, TIMESTAMP '2024-01-01 20:00:00' + INTERVAL (n) HOUR, 'buy', CASE WHEN n % 2 = 0 THEN 'A' ELSE 'B' END
      FROM range(120) AS numbers(n) UNION ALL SELECT 'end', TIMESTAMP '2024-03-01', 'other', NULL`,
  );
  const inShanghai = withSettings(project, { zone: 'Asia/Shanghai' });
  const days = async (where: TestProject) => (await run(where)).trend.map(({ day }) => day);
  // In UTC the log begins at 20:00, where it is 04:00 of the next day.
  expect((await days(project))[0]).toBe('2024-01-02');
  expect((await days(inShanghai))[0]).toBe('2024-01-03');
}, 60_000);

const CATS = '../shared/data/cookie_cats_ab/cookie_cats.csv.gz';

test.skipIf(!existsSync(CATS))(
  'Cookie Cats: retention and sample ratio (skipped where the data is not there)',
  async () => {
    const lines = gunzipSync(readFileSync(CATS)).toString('utf8').trim().split(/\r?\n/).slice(1);
    const fields = lines.map((line) => line.replaceAll('"', '').split(','));
    const column = (n: number) => fields.map((row) => row[n]!);
    const incoming = tableFromArrays({
      userid: column(0),
      version: column(1),
      retention_1: column(3).map((value) => /true|1/i.test(value)),
      retention_7: column(4).map((value) => /true|1/i.test(value)),
    });
    const database = await openNodeDatabase();
    await database.insert('cats', tableToIPC(incoming, 'stream'), true);
    const columns = { cats: { userid: 'VARCHAR', version: 'VARCHAR', retention_1: 'BOOLEAN', retention_7: 'BOOLEAN' } };
    const mapping: Mapping = {
      users: { table: 'cats', user: 'userid' },
    };
    for (const statement of viewStatements(mapping, columns)) await database.query(statement);
    const project = { database, data: await datasetOf(database, mapping, SETTINGS, columns) };
    // As it is dropped: the column that sounds like a variant, and what is known of the users.
    const result = await run(project, {});
    expect(result.control).toBe('gate_30');
    const [one, seven] = [armsOf(result, 0), armsOf(result, 1)];
    expect(one.gate_30).toBeCloseTo(0.448188, 6);
    expect(one.gate_40).toBeCloseTo(0.442283, 6);
    expect(seven.gate_30).toBeCloseTo(0.190201, 6);
    expect(seven.gate_40).toBeCloseTo(0.182, 6);
    expect(result.ratio.p).toBeCloseTo(0.0086, 4);
    expect(result.ratio.suspicious).toBe(true);
  },
);
