import { gini } from './gini.ts';
import type { ListMetrics } from './list-metrics.ts';
import { listMetrics } from './list-metrics.ts';
import type { Variety } from './variety.ts';

/** Of all lists together. */
export interface Metrics extends ListMetrics {
  coverage: number;
  novelty: number;
  diversity: number;
  gini: number;
}

/** Adds up what is said of the lists of many users. */
export class Tally {
  users = 0;
  private readonly sums: ListMetrics;
  private readonly counts: Uint32Array;
  private readonly novelty = { sum: 0, items: 0 };
  private readonly diversity = { sum: 0, lists: 0 };

  constructor(items: number) {
    this.sums = Object.fromEntries(listMetrics.map((name) => [name, 0])) as ListMetrics;
    this.counts = new Uint32Array(items);
  }

  /** `isDiverse`: whether this list's diversity is looked at. */
  add(metrics: ListMetrics, list: readonly number[], variety: Variety, isDiverse: boolean): void {
    this.users++;
    for (const name of listMetrics) this.sums[name] += metrics[name];
    for (const item of list) {
      this.counts[item]!++;
      this.novelty.sum += variety.novelty(item);
    }
    this.novelty.items += list.length;
    if (!isDiverse || list.length < 2) return;
    this.diversity.sum += variety.diversity(list);
    this.diversity.lists++;
  }

  /** Means over the users, and the figures of all lists together; NaN where there is nothing to tell. */
  metrics(): Metrics {
    const means = Object.fromEntries(listMetrics.map((name) => [name, this.sums[name] / this.users])) as ListMetrics;
    return {
      ...means,
      coverage: this.users > 0 ? this.counts.filter((count) => count > 0).length / this.counts.length : NaN,
      novelty: this.novelty.sum / this.novelty.items,
      diversity: this.diversity.sum / this.diversity.lists,
      gini: gini(this.counts),
    };
  }
}
