import type { Table } from 'apache-arrow';
import { tableToIPC } from 'apache-arrow';
import * as v from 'valibot';
import { beforeAll, describe, expect, test } from 'vitest';
import type { SavedModel } from '../../contract/model.ts';
import { translator } from '../../i18n/translate.ts';
import { loadRecommender } from '../../recommenders/catalog.ts';
import { membersOf, quietContext, tablesOf } from '../test-project.ts';
import type { TestProject } from '../test-project.ts';
import type { ShopRow } from '../test-shop.ts';
import { shopProject } from '../test-shop.ts';
import compute from './compute.ts';
import golden from './golden.json';
import definition from './index.ts';
import type { RecommendResult } from './result.ts';
import type { Text } from './words.ts';

interface Run {
  result: RecommendResult;
  tables: Map<string, Table>;
  models: Map<string, SavedModel>;
}

async function recommend(project: TestProject, params: object): Promise<Run> {
  const tables = new Map<string, Table>();
  const models = new Map<string, SavedModel>();
  const parsed = v.parse(definition.params, params);
  const context = quietContext({
    publish: (name, table) => void tables.set(name, table),
    keep: (name, model) => void models.set(name, model),
  });
  const result = await compute((await tablesOf(definition, parsed, project)) as never, parsed, context);
  return { result, tables, models };
}

const rows = (table: Table) => table.toArray().map((row) => row.toJSON() as Record<string, string | number | null>);
const log = golden.input as unknown as ShopRow[];

describe('a log counted by hand', () => {
  let project: TestProject;
  let run: Run;
  beforeAll(async () => {
    project = await shopProject(log);
    run = await recommend(project, golden.parameters);
  });

  test('golden.json: everybody’s list', () => {
    const { users, items, interactions } = run.result;
    expect({ users, items, interactions }).toEqual({ users: 6, items: 5, interactions: 12 });
    const lists = rows(run.tables.get('recommendations')!);
    for (const [user, expected] of Object.entries(golden.result.lists)) {
      const own = lists.filter((row) => row['user'] === user);
      expect(own.map((row) => row['item'])).toEqual(expected.map(([item]) => item));
      expect(own.map((row) => row['rank'])).toEqual(expected.map((_, n) => n + 1));
      expected.forEach(([, score], n) => score !== null && expect(own[n]!['score']).toBeCloseTo(score as number, 6));
    }
    expect(lists).toHaveLength(Object.values(golden.result.lists).flat().length);
  });

  test('says of each entry where it comes from, and of each user what he had', () => {
    const lists = rows(run.tables.get('recommendations')!);
    const ofUser = (user: string) => lists.find((row) => row['user'] === user)!;
    expect(ofUser('gus')).toMatchObject({ source: 'popularity', had: 0 });
    expect(ofUser('ann')).toMatchObject({ source: 'behaviour', had: 3 });
    expect(run.result.recommended.usersBySource).toEqual({
      ...{ behaviour: 6, session: 0, attributes: 0, content: 0, popularity: 1 },
    });
    expect(run.result.leftOut).toEqual({
      ...{ people: 7, withoutInteractions: 1, catalogue: 5, neverHad: 0 },
      unlearnt: { items: 0, events: 0 },
    });
  });

  test('gives neighbours and reasons', () => {
    const near = rows(run.tables.get('item_neighbours')!).filter((row) => row['item'] === 'A');
    expect(near.map((row) => row['neighbour'])).toEqual(['B', 'C', 'D']);
    expect(near[0]!['similarity']).toBeCloseTo(2 / Math.sqrt(12), 6);
    const shown = run.result.lists.find(({ user, item }) => user === 'ann' && item === 'D')!;
    expect(shown).toMatchObject({ reason: 'because of A', why: { kind: 'because', users: 2 } });
  });

  test('keeps a model that scores as it did', async () => {
    const { kind, state, card, scores } = run.models.get('recommend')!;
    expect(card).toMatchObject({ analysis: 'recommend', data: { users: 6, items: 5, interactions: 12 } });
    expect(scores).toBe('recommendations');
    const loaded = await loadRecommender(kind, JSON.parse(JSON.stringify(state)));
    const out = new Float32Array(5);
    const had = {
      user: -1,
      items: Int32Array.of(0),
      weights: Float64Array.of(1),
      history: Int32Array.of(0),
      session: 0,
    };
    loaded.score([had], out);
    expect([...out].map((score) => Math.round(score * 1e6))).toEqual([0, 577350, 353553, 353553, 0]);
  });

  test('lists the users to whom something is recommended', async () => {
    for (const [name, table] of run.tables) await project.database.insert(name, tableToIPC(table, 'stream'), true);
    expect(await membersOf(definition, project, {}, 'item:E')).toEqual(['ann', 'bob', 'cat', 'dan']);
    expect(await membersOf(definition, project, {}, 'source:popularity')).toEqual(['gus']);
    expect(await membersOf(definition, project, {}, 'had:3:9')).toEqual(['ann']);
    await expect(membersOf(definition, project, {}, 'nobody:1')).rejects.toMatchObject({
      name: 'analysis.unknown-mark',
    });
    await expect(membersOf(definition, project, {}, 'had:1')).rejects.toMatchObject({ name: 'analysis.unknown-mark' });
  });
});

/** Two kinds of people with forty items each kind prefers; who buys what is drawn by a fixed rule. */
function town(): ShopRow[] {
  let state = 12345;
  const random = () => (state = (state * 1103515245 + 12345) % 2 ** 31) / 2 ** 31;
  const start = Date.parse('2024-01-01T00:00:00Z');
  return Array.from({ length: 1600 }, (_, n): ShopRow => {
    const user = Math.floor(random() * 80);
    const own = random() < 0.85 ? user % 2 : 1 - (user % 2);
    const item = 2 * Math.floor(20 * random() ** 1.5) + own;
    return [`u${user}`, start + n * 3_600_000, 'buy', `i${String(item).padStart(2, '0')}`];
  });
}

/** The same question in the plainest way: sets and loops over the rows themselves. */
function plainly(log: readonly ShopRow[], k: number) {
  const cut = (share: number) => log.slice(0, Math.round(log.length * share));
  const sets = (of: readonly ShopRow[], key: 0 | 3, value: 0 | 3) => {
    const all = new Map<string, Set<string>>();
    for (const row of of) all.set(row[key]!, (all.get(row[key]!) ?? new Set()).add(row[value]!));
    return all;
  };
  const train = cut(0.8);
  const [had, whoHad] = [sets(train, 0, 3), sets(train, 3, 0)];
  const held = sets(log.slice(cut(0.9).length), 0, 3);
  const before = sets(log.slice(train.length, cut(0.9).length), 0, 3);
  const items = [...new Set(log.map((row) => row[3]!))].sort();
  const cosine = (a: string, b: string) => {
    const [x, y] = [whoHad.get(a) ?? new Set<string>(), whoHad.get(b) ?? new Set<string>()];
    return x.size && y.size ? [...x].filter((user) => y.has(user)).length / Math.sqrt(x.size * y.size) : 0;
  };
  const scoreOf = {
    'item-knn': (user: string, item: string) =>
      had.has(user)
        ? [...had.get(user)!].reduce((sum, own) => sum + (own === item ? 0 : cosine(own, item)), 0)
        : (whoHad.get(item)?.size ?? 0),
    popularity: (_user: string, item: string) => whoHad.get(item)?.size ?? 0,
  };
  const judged = (algorithm: keyof typeof scoreOf) => {
    const all: { recall: number; ndcg: number; mrr: number; hit: number }[] = [];
    for (const [user, wanted] of held) {
      const masked = new Set([...(had.get(user) ?? []), ...(before.get(user) ?? [])]);
      const relevant = new Set([...wanted].filter((item) => !masked.has(item)));
      if (relevant.size === 0) continue;
      const list = items
        .filter((item) => !masked.has(item))
        .map((item, n) => ({ item, n, score: Math.fround(scoreOf[algorithm](user, item)) }))
        .sort((a, b) => b.score - a.score || a.n - b.n)
        .slice(0, k);
      const places = list.flatMap(({ item }, n) => (relevant.has(item) ? [n] : []));
      const ideal = Array.from({ length: Math.min(k, relevant.size) }, (_, n) => 1 / Math.log2(n + 2));
      const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
      all.push({
        recall: places.length / relevant.size,
        ndcg: sum(places.map((n) => 1 / Math.log2(n + 2))) / sum(ideal),
        mrr: places.length > 0 ? 1 / (places[0]! + 1) : 0,
        hit: Number(places.length > 0),
      });
    }
    const mean = (key: keyof (typeof all)[number]) => all.reduce((sum, each) => sum + each[key], 0) / all.length;
    return { users: all.length, recall: mean('recall'), ndcg: mean('ndcg'), mrr: mean('mrr'), hit: mean('hit') };
  };
  return {
    own: judged('item-knn'),
    popular: judged('popularity'),
    train: [...had.values()].reduce((n, s) => n + s.size, 0),
  };
}

describe('a log of two kinds of people', () => {
  let project: TestProject;
  beforeAll(async () => {
    project = await shopProject(town());
  });

  test('judges by the calendar as plain loops do', async () => {
    const { result } = await recommend(project, { algorithm: 'item-knn', params: { k: 1000 }, k: 5 });
    const { own, popular, train } = plainly(town(), 5);
    const row = result.rows.find(({ algorithm }) => algorithm === 'item-knn')!;
    expect(row.users).toBe(own.users);
    expect(result.split.train).toBe(train);
    for (const key of ['recall', 'ndcg', 'mrr', 'hit'] as const) {
      expect(result.metrics[key], key).toBeCloseTo(own[key], 9);
      expect(result.popularity[key], key).toBeCloseTo(popular[key], 9);
    }
    expect(row.toPopularity!.difference).toBeCloseTo(own.ndcg - popular.ndcg, 9);
  });

  test('calls no winner inside the noise, and says who is tied', async () => {
    const { result } = await recommend(project, { algorithm: 'item-knn', compare: ['als'], split: 'leave-last-out' });
    expect(result.rows.map(({ algorithm }) => algorithm).sort()).toEqual(['als', 'item-knn', 'popularity']);
    const ndcgs = result.rows.map(({ metrics }) => metrics.ndcg!);
    expect(ndcgs).toEqual([...ndcgs].sort((a, b) => b - a));
    for (const { algorithm, toBest } of result.rows) {
      const isTied = toBest === null || toBest.high >= 0;
      expect(result.best!.tied.includes(algorithm)).toBe(isTied);
    }
    for (const language of ['en', 'zh'] as const) {
      const text = translator<string>(definition.texts[language], language) as unknown as Text;
      const [board] = definition.views(result, text);
      expect(board!.sentence.includes(language === 'en' ? 'no winner' : '没有胜者')).toBe(result.best!.tied.length > 1);
    }
  });

  test('repeats show their spread; the same seed gives the same, another another', async () => {
    const params = { algorithm: 'item-knn', split: 'random', repeatedSeeds: 3, seed: 5 };
    const [first, again, other] = [
      (await recommend(project, params)).result,
      (await recommend(project, params)).result,
      (await recommend(project, { ...params, seed: 6 })).result,
    ];
    const [row] = first.rows;
    expect(row!.sd!.ndcg).toBeGreaterThan(0);
    expect(first.split).toMatchObject({ kind: 'random', repeats: 3 });
    expect(again.metrics).toEqual(first.metrics);
    expect(other.metrics).not.toEqual(first.metrics);
  });

  test('an item that nobody had is offered by what it is, and the row says so', async () => {
    const goods = Array.from({ length: 40 }, (_, n) => {
      const kind = n % 2 ? 'garden' : 'kitchen';
      return [`i${String(n).padStart(2, '0')}`, `${kind} thing ${n}`, kind, 10] as const;
    });
    const shop = await shopProject(town(), [...goods, ['new', 'garden thing anew', 'garden', 10]]);
    const { result, tables } = await recommend(shop, { algorithm: 'content', k: 40 });
    const fresh = rows(tables.get('recommendations')!).filter((row) => row['item'] === 'new');
    expect(fresh.length).toBeGreaterThan(0);
    expect(new Set(fresh.map((row) => row['source']))).toEqual(new Set(['content']));
    expect(result.leftOut.neverHad).toBe(1);
    const { tables: others } = await recommend(shop, { algorithm: 'item-knn', k: 40 });
    expect(rows(others.get('recommendations')!).some((row) => row['item'] === 'new')).toBe(false);
  });

  test('items beyond those that are learnt are counted with their events, and never offered', async () => {
    const had = new Map<string, Set<string>>();
    for (const [user, , , item] of town()) had.set(item!, (had.get(item!) ?? new Set()).add(user));
    const order = [...had.keys()].sort((a, b) => had.get(b)!.size - had.get(a)!.size || (a < b ? -1 : 1));
    const rare = new Set(order.slice(12));
    const { result, tables } = await recommend(project, { algorithm: 'ease', params: { mostItems: 12 }, k: 5 });
    const events = town().filter(([, , , item]) => rare.has(item!)).length / town().length;
    expect(result.leftOut.unlearnt).toEqual({ items: rare.size, events: expect.closeTo(events, 12) });
    expect(rows(tables.get('recommendations')!).some((row) => rare.has(String(row['item'])))).toBe(false);
    const sentence = definition.views(result, translator(definition.texts.en, 'en')).at(-1)!.sentence;
    expect(sentence.replace(/\s/g, ' ')).toContain(
      `Of ${rare.size} items that somebody had, with ${Math.round(1000 * events) / 10} % of the events`,
    );
  });

  test('who is in the users’ table alone gets what people like him had, and the row says so', async () => {
    const kind = (n: number) => (n % 2 ? 'garden' : 'kitchen');
    const known = Array.from({ length: 80 }, (_, n) => [`u${n}`, kind(n)] as const);
    const people = [...known, ['new gardener', 'garden'], ['new cook', 'kitchen'], ['stranger', 'none']] as const;
    const shop = await shopProject(town(), [], {}, project.database, people);
    const { result, tables } = await recommend(shop, { algorithm: 'item-knn', k: 4 });
    const ofUser = (user: string) => rows(tables.get('recommendations')!).filter((row) => row['user'] === user);
    const parities = (user: string) => ofUser(user).map((row) => Number(String(row['item']).slice(1)) % 2);
    expect([parities('new gardener'), parities('new cook')]).toEqual([
      [1, 1, 1, 1],
      [0, 0, 0, 0],
    ]);
    expect(ofUser('new cook').map((row) => [row['source'], row['had']])).toEqual(Array(4).fill(['attributes', 0]));
    expect(ofUser('stranger').map((row) => row['source'])).toEqual(Array(4).fill('popularity'));
    expect(result.recommended.usersBySource).toMatchObject({ behaviour: 80, attributes: 2, popularity: 1 });
    expect(result.leftOut).toMatchObject({ people: 83, withoutInteractions: 3 });
  });

  test('what cannot be is refused by name', async () => {
    const refused = (params: object) => recommend(project, params).catch((error: Error) => error.name);
    expect(await refused({ params: { lambda: -1 } })).toBe('recommend.bad-parameter');
    expect(await refused({ params: { lamda: 1 } })).toBe('recommend.unknown-parameter');
    expect(await refused({ algorithm: 'svd' })).toBe('recommend.wrong-feedback');
  });
});
