import * as v from 'valibot';
import { AppError } from '../../core/errors.ts';
import { pack } from '../../core/packed.ts';
import type { FitContext } from '../../models/estimator.ts';
import type { LearningData, Profile } from '../data.ts';
import { assertInteractions, countsOf, popularScores } from '../popular.ts';
import type { FittedRecommender, Ranked, RecommenderMaker } from '../recommender.ts';
import { packedDoubles, packWhole, packedFloats, size } from '../state.ts';
import { ItemContent, itemContent, strongest } from './item-content.ts';
import type { Shared } from './item-content.ts';
import type spec from './spec.ts';

type Params = v.InferOutput<typeof spec.params>;

const KIND = 'content';
/** Among items of the same content the popular come first: less than two items of different content ever differ by, nearly. */
const TIE = 1e-4;
/** Below every cosine: of an item without content nothing can be said. */
const UNJUDGED = -1;

const stateSchema = v.object({
  kind: v.literal(KIND),
  users: size,
  items: size,
  counts: packedDoubles,
  columns: v.array(v.string()),
  offsets: packedFloats,
  column: packedFloats,
  value: packedDoubles,
});

/** What the content recommender learnt: a row per item, and how popular each is. */
export class FittedContent implements FittedRecommender {
  readonly kind = KIND;
  readonly users: number;
  readonly items: number;
  readonly content: ItemContent;
  readonly #counts: Float64Array;
  readonly #popular: Float32Array;

  constructor(users: number, counts: Float64Array, content: ItemContent) {
    this.users = users;
    this.items = counts.length;
    this.content = content;
    this.#counts = counts;
    this.#popular = popularScores(counts);
  }

  score(profiles: readonly Profile[], out: Float32Array): void {
    profiles.forEach((profile, at) => this.#scoreOne(profile, out.subarray(at * this.items, (at + 1) * this.items)));
  }

  /** The cosine of the profile with each item, its length kept apart from the ties. */
  #scoreOne(profile: Profile, out: Float32Array): void {
    const { centre, length } = this.#centreOf(profile);
    if (length === 0) return out.set(this.#popular);
    for (let item = 0; item < this.items; item += 1) {
      const score = this.judges(item) ? this.content.dot(centre, item) / length : UNJUDGED;
      out[item] = score + TIE * this.#popular[item]!;
    }
  }

  /** Rocchio's profile: what was had, each item by its weight. */
  #centreOf({ items, weights }: Profile): { centre: Float64Array; length: number } {
    const centre = new Float64Array(this.content.rows.columns.length);
    items.forEach((item, at) => this.content.addTo(centre, item, weights[at]!));
    return { centre, length: Math.sqrt(centre.reduce((sum, value) => sum + value * value, 0)) };
  }

  knows({ items, weights }: Profile): boolean {
    return items.some((item, at) => weights[at]! > 0 && this.content.has(item));
  }

  judges(item: number): boolean {
    return this.content.has(item);
  }

  because({ items, weights }: Profile, item: number, most: number): Ranked[] {
    const found: Ranked[] = [];
    items.forEach((had, at) => {
      const score = had === item ? 0 : weights[at]! * this.content.similarity(had, item);
      if (score > 0) found.push({ item: had, score });
    });
    return strongest(found, most);
  }

  similar(item: number, most: number): Ranked[] {
    return this.judges(item) ? this.content.similar(item, most) : [];
  }

  /** What two items share, the strongest first: for reasons. */
  overlap(a: number, b: number): Shared[] {
    return this.content.overlap(a, b);
  }

  toJSON(): unknown {
    const { columns, offsets, column, value } = this.content.rows;
    return {
      kind: KIND,
      ...{ users: this.users, items: this.items, columns },
      ...{ counts: pack(this.#counts), value: pack(value) },
      ...{ offsets: packWhole(offsets), column: packWhole(column) },
    };
  }
}

async function fit(data: LearningData, params: Params, context: FitContext): Promise<FittedContent> {
  assertInteractions(data);
  const content = await itemContent(data.catalogue, params, (share) => context.step(share));
  if (content.rows.value.length === 0) {
    throw new AppError('recommend.no-content', { items: data.catalogue.ids.length });
  }
  context.ranOn({ name: 'cpu' });
  return new FittedContent(data.interactions.users, countsOf(data.interactions), content);
}

type State = v.InferOutput<typeof stateSchema>;

function isWhole({ items, counts, columns, offsets, column, value }: State): boolean {
  const entries = value.length;
  const rising = offsets.every((offset, at) => at === 0 || offset >= offsets[at - 1]!);
  const known = column.every((each) => each >= 0 && each < columns.length);
  const ends = offsets.length === items + 1 && offsets[0] === 0 && offsets[items] === entries;
  return counts.length === items && column.length === entries && rising && known && ends;
}

/** Likeness of content: Rocchio's profile (1971) of TF-IDF rows, by cosine. */
export default {
  make: (params) => ({ kind: KIND, fit: (data, context) => fit(data, params as Params, context) }),
  load(state) {
    const parsed = v.safeParse(stateSchema, state);
    if (!parsed.success || !isWhole(parsed.output)) throw new AppError('model.unreadable', { kind: KIND });
    const { users, items, counts, columns, offsets, column, value } = parsed.output;
    const rows = { rows: items, columns, offsets: Uint32Array.from(offsets), column: Int32Array.from(column), value };
    return new FittedContent(users, counts, new ItemContent(rows));
  },
} satisfies RecommenderMaker;
