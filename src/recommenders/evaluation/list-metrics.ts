/** What a list of k items says of the one user it was made for: README.md defines each. */
export const listMetrics = ['recall', 'recallCapped', 'precision', 'ndcg', 'map', 'mrr', 'hit'] as const;
export type ListMetric = (typeof listMetrics)[number];
export type ListMetrics = Record<ListMetric, number>;

/** The gain of a hit at a rank from 1. */
const gain = (rank: number): number => 1 / Math.log2(rank + 1);

/** The gain of a list that holds every relevant item first. */
function idealGain(hits: number): number {
  let sum = 0;
  for (let rank = 1; rank <= hits; rank++) sum += gain(rank);
  return sum;
}

/** Judges a list by which of its places, from 0, hold a relevant item (`hits`); `relevant` ≥ 1 items were to be found. */
export function judgeList(hits: readonly number[], relevant: number, k: number): ListMetrics {
  const most = Math.min(k, relevant);
  let [dcg, precisions] = [0, 0];
  hits.forEach((place, before) => {
    dcg += gain(place + 1);
    precisions += (before + 1) / (place + 1);
  });
  return {
    recall: hits.length / relevant,
    recallCapped: hits.length / most,
    precision: hits.length / k,
    ndcg: dcg / idealGain(most),
    map: precisions / most,
    mrr: hits.length > 0 ? 1 / (hits[0]! + 1) : 0,
    hit: hits.length > 0 ? 1 : 0,
  };
}
