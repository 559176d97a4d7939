import type { Page } from '@playwright/test';
import type { Random } from './random.ts';

/** A table that was imported from a made-up file, and what of it a step leaves. */
interface MadeTable {
  rows: number;
  seed: number;
  /** Only rows whose `n` is less. */
  below?: number;
}

/** What the project must hold, known from what was asked of it and never from what it answers. */
export interface Model {
  tables: Record<string, MadeTable>;
  notes: string;
  zone: string;
  where: string | null;
  /** The horizon that the scores were last computed for. */
  trained: string | null;
}

/** A change of the project: the states that it may pass through, the final one last. */
export interface Change {
  name: string;
  states: Model[];
  make: (page: Page) => Promise<void>;
}

const most = 1_000_003;
/** Row `i` of a made-up file; written out here and in the page by the same two formulas. */
const value = (i: number, seed: number): number => (i * 7919 + seed * 104_729) % most;
const label = (i: number, seed: number): string => `u${(i * 7 + seed) % 97}`;

const importMade = (page: Page, name: string, { rows, seed }: MadeTable): Promise<void> =>
  page.evaluate(
    async ([name, rows, seed]) => {
      const lines = ['who,n\n'];
      for (let i = 0; i < rows; i++) lines.push(`u${(i * 7 + seed) % 97},${(i * 7919 + seed * 104_729) % 1_000_003}\n`);
      await behold.import([new File(lines, `${name}.csv`)]);
    },
    [name, rows, seed] as const,
  );

/** What a whole project shows, so that it can be compared with a model by value. */
export interface Shown {
  tables: Record<string, { rows: number; sum: number; chars: number }>;
  notes: string;
  zone: string;
  where: string | null;
  trained: string | null;
}

function shownTable({ rows, seed, below = Infinity }: MadeTable): Shown['tables'][string] {
  const found = { rows: 0, sum: 0, chars: 0 };
  for (let i = 0; i < rows; i++) {
    const n = value(i, seed);
    if (n >= below) continue;
    found.rows++;
    found.sum += n;
    found.chars += label(i, seed).length;
  }
  return found;
}

export function shown({ tables, ...rest }: Model): Shown {
  const named = Object.entries(tables).map(([name, table]) => [name, shownTable(table)] as const);
  return { tables: Object.fromEntries(named), ...rest };
}

/** The same, as the page answers it. The sample's own rows are held against the counts of its README. */
export const readShown = (page: Page): Promise<Shown> =>
  page.evaluate(async () => {
    const tables: Record<string, { rows: number; sum: number; chars: number }> = {};
    const names = (await behold.tables()).map(({ name }) => name);
    for (const name of names.filter((name) => /^[sl]\d+$/.test(name))) {
      const [found] = await behold.sql(
        `SELECT count(*)::DOUBLE AS rows, coalesce(sum(n), 0)::DOUBLE AS sum, coalesce(sum(length(who)), 0)::DOUBLE AS chars FROM ${name}`,
      );
      tables[name] = found as { rows: number; sum: number; chars: number };
    }
    const [ecom] = await behold.sql(
      'SELECT count(*)::DOUBLE AS rows, count(DISTINCT user_id)::DOUBLE AS users FROM ecom',
    );
    if (ecom!.rows !== 31_106 || ecom!.users !== 600) throw new Error(`ecom holds ${JSON.stringify(ecom)}`);
    // The scores say which horizon they are of by their sum, which the test has noted.
    const scores = names.includes('propensity_scores')
      ? await behold.sql('SELECT count(*)::DOUBLE AS rows, sum(score)::DOUBLE AS sum FROM propensity_scores')
      : [];
    const mapping = await behold.mapping();
    return {
      tables,
      notes: await behold.part('notes'),
      zone: (await behold.settings()).zone,
      where: mapping.events?.where ?? null,
      trained: scores[0] ? `${scores[0].rows} ${Number(scores[0].sum).toFixed(9)}` : null,
    };
  });

/** What the scores of each horizon come to, learnt once on a project that nothing happens to. */
export type Scores = ReadonlyMap<string, string>;

export const horizons = ['14d', '21d', '30d'] as const;

export const train = (page: Page, horizon: string): Promise<void> =>
  page.evaluate(async (horizon) => {
    await behold.run('propensity', { horizon }, { backend: 'wasm', seed: 11 });
  }, horizon);

type Make = (model: Model, random: Random, scores: Scores) => Change;

function imported(prefix: string, low: number, high: number): Make {
  return (model, random) => {
    const name = `${prefix}${random.int(1, 1_000_000_000)}`;
    const table = { rows: random.int(low, high), seed: random.int(0, 1000) };
    return {
      name: `import ${table.rows} rows`,
      states: [{ ...model, tables: { ...model.tables, [name]: table } }],
      make: (page) => importMade(page, name, table),
    };
  };
}

const note: Make = (model, random) => {
  const notes = `${model.notes} ${random.int(0, 1e9).toString(36)}`.slice(-400);
  return {
    name: 'notes',
    states: [{ ...model, notes }],
    make: (page) => page.evaluate((notes) => behold.setPart('notes', notes), notes),
  };
};

/** None of them alters the scores. */
const zones = ['UTC', 'Asia/Shanghai', 'America/Los_Angeles', 'Europe/Berlin', 'Asia/Kolkata', 'Pacific/Auckland'];

const zone: Make = (model, random) => {
  const next = random.pick(zones.filter((each) => each !== model.zone));
  return {
    name: 'settings',
    states: [{ ...model, zone: next }],
    make: (page) => page.evaluate((zone) => behold.setSettings({ zone }), next),
  };
};

const where: Make = (model, random) => {
  const condition = `event <> 'nothing ${random.int(0, 1e6)}'`;
  return {
    name: 'mapping',
    states: [{ ...model, where: condition }],
    make: (page) =>
      page.evaluate(async (where) => {
        const mapping = await behold.mapping();
        await behold.setMapping({ ...mapping, events: { ...mapping.events!, where } });
      }, condition),
  };
};

/** Notes and settings that follow each other at once are one step of history; a mapping is one by itself. */
const whereAndUndo: Make = (model, random, scores) => {
  const { states, make } = where(model, random, scores);
  const undo = (page: Page) => page.evaluate(() => behold.undo());
  return { name: 'mapping, undone', states: [...states, model], make: async (page) => (await make(page), undo(page)) };
};

/** A step on one of the small tables; without one, a note. */
const recipe: Make = (model, random, scores) => {
  const small = Object.keys(model.tables).filter((name) => name.startsWith('s'));
  if (small.length === 0) return note(model, random, scores);
  const name = random.pick(small);
  const below = random.int(1, most);
  return {
    name: 'recipe',
    states: [{ ...model, tables: { ...model.tables, [name]: { ...model.tables[name]!, below } } }],
    make: (page) =>
      page.evaluate(
        async ([name, below]) => {
          await behold.setRecipe(name, [{ operation: 'filter', params: { condition: `n < ${below}` } }]);
        },
        [name, below] as const,
      ),
  };
};

const drop: Make = (model, random, scores) => {
  const names = Object.keys(model.tables);
  if (names.length === 0) return note(model, random, scores);
  const name = random.pick(names);
  const { [name]: _, ...tables } = model.tables;
  return {
    name: 'drop',
    states: [{ ...model, tables }],
    make: (page) => page.evaluate(async (name) => void (await behold.sql(`DROP TABLE ${name}`)), name),
  };
};

/** The copy is open afterwards; the projects before it are removed. */
const duplicate: Make = (model) => ({
  name: 'duplicate',
  states: [model],
  make: (page) =>
    page.evaluate(async () => {
      await behold.duplicateProject();
      await behold.saved();
      const { id } = await behold.project();
      for (const other of await behold.projects()) if (other.id !== id) await behold.deleteProject(other.id);
    }),
});

const training: Make = (model, random, scores) => {
  const horizon = random.pick(horizons);
  return {
    name: `training, ${horizon}`,
    states: [{ ...model, trained: scores.get(horizon)! }],
    make: (page) => train(page, horizon),
  };
};

const small = imported('s', 20, 500);
const large = imported('l', 150_000, 250_000);

/** What a kill is aimed at: the change that is under way at first, and how long after its start the kill may come, in ms. */
export const aims: Record<string, { first: Make; within: number }> = {
  edits: { first: note, within: 1500 },
  import: { first: small, within: 1500 },
  'large import': { first: large, within: 3500 },
  training: { first: training, within: 3000 },
  duplicate: { first: duplicate, within: 1500 },
};

const edits: readonly Make[] = [note, note, whereAndUndo, zone, where, recipe, small, drop];

/** At most two large tables at a time, so that a project opens in a moment. */
export function nextChange(model: Model, random: Random, scores: Scores): Change {
  const crowded = Object.keys(model.tables).length > 6;
  return (crowded ? drop : random.pick(edits))(model, random, scores);
}

/** One that makes room, where a large import would crowd the project. */
export function firstChange(aim: string, model: Model, random: Random, scores: Scores): Change {
  const { first } = aims[aim]!;
  const big = Object.keys(model.tables).filter((name) => name.startsWith('l'));
  if (first !== large || big.length < 2) return first(model, random, scores);
  const only = { ...model, tables: Object.fromEntries(big.map((name) => [name, model.tables[name]!])) };
  const { states, make } = drop(only, random, scores);
  const kept = Object.keys(states[0]!.tables);
  const tables = Object.fromEntries(
    Object.entries(model.tables).filter(([name]) => !big.includes(name) || kept.includes(name)),
  );
  return { name: 'drop', states: [{ ...model, tables }], make };
}
