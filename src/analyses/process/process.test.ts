import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import type { NodeDatabase } from '../../../workers/database/node.ts';
import { openNodeDatabase } from '../../../workers/database/node.ts';
import { logs, plainMedian, plainPaths, tablesOfLog } from '../../core/paths/testing.ts';
import type { AnyMembers, Row, TestProject } from '../test-project.ts';
import { computedMembers, datedRows, projectOf, quietContext, runAnalysis } from '../test-project.ts';
import { aligner } from './align.ts';
import compute, { members } from './compute.ts';
import example from './golden.json';
import definition from './index.ts';
import type { Activity, ProcessResult } from './result.ts';

const nameOf = (node: Activity): string => (node.kind === 'event' ? (node.event ?? '?') : node.kind);

const run = (project: TestProject, params: object): Promise<ProcessResult> =>
  runAnalysis(definition, compute, project, params);

let database: NodeDatabase;
beforeAll(async () => {
  database = await openNodeDatabase();
}, 60_000);

const flows = ({ nodes, edges }: ProcessResult): string[] =>
  edges.map(
    (edge) => `${nameOf(nodes[edge.from]!)}>${nameOf(nodes[edge.to]!)} ${edge.count} ${edge.cases} ${edge.median}`,
  );

describe('a log counted by hand', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await projectOf(database, datedRows(example.input.rows));
  }, 60_000);

  const people = (mark: string, params: object = {}) =>
    computedMembers(definition, members as AnyMembers, project, v.parse(definition.params, params), mark);

  test('golden.json', async () => {
    const result = await run(project, example.parameters);
    const { members: wanted, edges, variants, coverage, throughput, rework, conformance, ...totals } = example.result;
    expect(result).toMatchObject(totals);
    expect(flows(result).sort()).toEqual([...edges].sort());
    expect(
      result.variants.map((each) =>
        [...each.events, each.cases, each.cumulative, each.throughput, each.fits].join(' '),
      ),
    ).toEqual(variants);
    expect(result.coverage.map((each) => each.variants)).toEqual(coverage);
    expect([result.throughput.median, Math.round(result.throughput.p95!)]).toEqual([
      throughput[0],
      Math.round(throughput[1]!),
    ]);
    const repeated = result.nodes.filter((node) => node.reworked > 0);
    expect(repeated.map((node) => [nameOf(node), node.reworked, node.repeats, node.selfLoops].join(' '))).toEqual(
      rework,
    );
    const { deviations, ...rest } = result.conformance!;
    expect({
      ...rest,
      deviations: deviations.map((each) => `${each.kind} ${each.event} ${each.cases} ${each.times}`),
    }).toEqual(conformance);
    for (const [mark, names] of Object.entries(wanted)) expect(await people(mark), mark).toEqual(names);
  });

  test('a path drawn by hand', async () => {
    const { conformance } = await run(project, { model: ['a', 'b', 'b', 'd'] });
    expect(conformance).toMatchObject({ assumed: false, fitting: 1 });
    expect(await people('["fits"]', { model: ['a', 'b', 'b', 'd'] })).toEqual(['u4']);
    await expect(run(project, { model: ['nope'] })).rejects.toMatchObject({ name: 'paths.unknown-node' });
  });

  test('cases by a column cross users, and need one of events', async () => {
    const column = { name: 'event', view: 'events', column: 'event', kind: 'text' } as const;
    const there = {
      ...project,
      data: { ...project.data, properties: [column, { ...column, name: 'users.event', view: 'users' } as const] },
    };
    const result = await run(there, { unit: 'column', column: 'event' });
    // One case for each event name: four of a, five of b.
    expect(result.cases).toBe(4);
    expect(
      result.nodes
        .filter((node) => node.kind === 'event')
        .map((node) => `${nameOf(node)} ${node.count} ${node.selfLoops}`)
        .sort(),
    ).toEqual(['a 4 3', 'b 5 4', 'c 3 2', 'd 4 3']);
    const params = v.parse(definition.params, { unit: 'column', column: 'event' });
    expect(await computedMembers(definition, members as AnyMembers, there, params, '["node","=c"]')).toEqual([
      'u1',
      'u2',
      'u3',
    ]);
    await expect(run(there, { unit: 'column' })).rejects.toMatchObject({ name: 'paths.no-column' });
    await expect(run(there, { unit: 'column', column: 'users.event' })).rejects.toMatchObject({
      name: 'paths.not-of-events',
    });
  });

  test.each(['', 'x', '["variant","=a"]', '["edge","=a","=nope"]'])('the mark “%s” is refused', async (mark) => {
    await expect(people(mark)).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });
});

test('graph, variants and times are those of plain code', async () => {
  await fc.assert(
    fc.asyncProperty(logs(), fc.constantFrom('user', 'session'), async (log, unit) => {
      const result = await compute(tablesOfLog(log), v.parse(definition.params, { unit }), quietContext());
      const paths = plainPaths(log, unit);
      const steps = paths.flatMap(({ names, times }, path) =>
        ['start', ...names].map((from, n) => ({
          name: `${from}>${names[n] ?? 'end'}`,
          path,
          time: n > 0 && n < names.length ? times[n]! - times[n - 1]! : null,
        })),
      );
      const plain = [...new Set(steps.map(({ name }) => name))].map((name) => {
        const same = steps.filter((step) => step.name === name);
        const times = same.map(({ time }) => time).filter((time) => time !== null);
        return `${name} ${same.length} ${new Set(same.map(({ path }) => path)).size} ${plainMedian(times)}`;
      });
      expect(flows(result).sort()).toEqual(plain.sort());
      const ways = paths.map(({ names }) => names.join());
      expect(result.different).toBe(new Set(ways).size);
      for (const { events, cases } of result.variants)
        expect(cases).toBe(ways.filter((way) => way === events.map((event) => event ?? '?').join()).length);
      expect(result.variants.at(-1)?.cumulative ?? 1).toBeCloseTo(1);
      expect(result.throughput.median).toBe(plainMedian(paths.map(({ times }) => times.at(-1)! - times[0]!)));
    }),
    { numRuns: 60 },
  );
}, 60_000);

/** The least insertions and deletions, tried out. */
function distance(a: readonly number[], b: readonly number[]): number {
  if (a.length === 0 || b.length === 0) return a.length + b.length;
  if (a[0] === b[0]) return distance(a.slice(1), b.slice(1));
  return 1 + Math.min(distance(a.slice(1), b), distance(a, b.slice(1)));
}

test('an alignment costs the edit distance, and its departures add up to it', () => {
  const traces = fc.array(fc.nat(3), { maxLength: 7 });
  fc.assert(
    fc.property(fc.array(traces, { maxLength: 4 }), traces, (many, model) => {
      const align = aligner(model);
      for (const trace of many) {
        const { cost, deviations } = align(trace);
        const sum = (wanted: string, of?: number) =>
          deviations
            .filter(({ kind, code }) => kind === wanted && (of ?? code) === code)
            .reduce((total, { times }) => total + times, 0);
        expect(cost).toBe(distance(trace, model));
        expect(sum('skipped') + sum('extra') + 2 * sum('moved')).toBe(cost);
        // Less what is too many, the trace has each event as often as the model has it less what is skipped.
        for (const code of [0, 1, 2, 3]) {
          const count = (list: readonly number[]) => list.filter((each) => each === code).length;
          expect(count(trace) - sum('extra', code)).toBe(count(model) - sum('skipped', code));
        }
      }
    }),
  );
});

/** Cells without quotes, which these files have none of in the columns read. */
function columnsOf(path: string, wanted: [string, string, string], zone = 'Z'): Row[] {
  const bytes = readFileSync(path);
  const [head, ...lines] = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').trim().split(/\r?\n/);
  const cells = (line: string) => line.split(',').map((cell) => cell.replace(/^"(.*)"$/, '$1'));
  const [user, event, time] = wanted.map((name) => cells(head!).indexOf(name)) as [number, number, number];
  return lines.map((line) => {
    const row = cells(line);
    return [
      row[user]!,
      Date.parse(/[+-]\d\d:\d\d$/.test(row[time]!) ? row[time]! : `${row[time]!.replace(' ', 'T')}${zone}`),
      row[event]!,
    ];
  });
}

// Counted by a separate program with pandas (a case is called “NA”, which is a name there): shift within a case, value_counts of the tuples, quantiles, and a dynamic programme for the alignment.
const REAL = [
  {
    file: 'running-example.csv',
    columns: ['case:concept:name', 'concept:name', 'time:timestamp'],
    model: ['register request', 'examine casually', 'check ticket', 'decide', 'pay compensation'],
    totals: { cases: 6, events: 42, different: 6 },
    top: 1,
    n80: 5,
    throughput: [815940, 1524525],
    fitting: 1,
    fitness: 0.6931216931216931,
    edges: 16,
    flows: [
      'check ticket>decide 6 129300',
      'examine casually>check ticket 4 48120',
      'decide>reinitiate request 3 91800',
    ],
  },
  {
    file: 'helpdesk.csv',
    columns: ['CaseID', 'ActivityID', 'CompleteTimestamp'],
    model: ['1', '8', '6'],
    totals: { cases: 3804, events: 13710, different: 154 },
    top: 2173,
    n80: 6,
    throughput: [339363, 2915818.55],
    fitting: 2173,
    fitness: 0.9032841697401449,
    edges: 33,
    flows: ['1>8 3483 8619', '8>6 3286 7326', '8>9 851 72037', '9>8 519 430403'],
  },
  {
    file: 'eventdataR_sepsis.csv.gz',
    columns: ['case_id', 'activity', 'timestamp'],
    model: ['ER Registration', 'ER Triage', 'ER Sepsis Triage'],
    totals: { cases: 1050, events: 15214, different: 846 },
    top: 35,
    n80: 636,
    throughput: [461668.5, 14151630.6],
    fitting: 35,
    fitness: 0.41703669909814445,
    edges: 115,
    flows: [
      'Leucocytes>CRP 1778 0',
      'CRP>Leucocytes 1445 0',
      'ER Registration>ER Triage 971 474',
      'ER Triage>ER Sepsis Triage 905 25',
    ],
  },
] as const;

const folder = new URL('../../../../shared/data/bpi/', import.meta.url);

describe.skipIf(!existsSync(folder))('public process logs (needs ../shared/data/bpi)', () => {
  test.each(REAL)(
    '$file',
    async ({ file, columns, model, totals, top, n80, throughput, fitting, fitness, edges, flows: some }) => {
      const project = await projectOf(database, columnsOf(new URL(file, folder).pathname, [...columns]));
      const result = await run(project, { model: [...model] });
      expect(result).toMatchObject({ ...totals, users: totals.cases });
      expect(result.variants[0]!.cases).toBe(top);
      expect(result.coverage.find(({ share }) => share === 0.8)!.variants).toBe(n80);
      expect(result.throughput.median).toBeCloseTo(throughput[0], 3);
      expect(result.throughput.p95).toBeCloseTo(throughput[1], 3);
      expect(result.conformance!.fitting).toBe(fitting);
      expect(result.conformance!.fitness).toBeCloseTo(fitness, 9);
      const between = result.edges.filter(({ median }) => median !== null);
      expect(between).toHaveLength(edges);
      const found = flows({ ...result, edges: between }).map((each) => each.replace(/ \d+ (\S+)$/, ' $1'));
      for (const flow of some) expect(found).toContain(flow);
    },
    60_000,
  );
});
