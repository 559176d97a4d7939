import forestUrl from '../../../workers/forest.worker.ts?worker&url';
import type { FitContext } from '../estimator.ts';
import { crew } from '../parallel/crew.ts';
import { threadsHere } from '../parallel/threads.ts';
import { forestGrower, type ForestPlan, type Grown } from './growing.ts';
import { workspaceBytes } from './workspace.ts';

/** Rows times columns times trees below which other threads take longer to begin than there is to do. */
const WORTH_IT = 1e7;
/** What the memories of all threads may take together. */
const MOST_BYTES = 2 ** 30;

function threadsFor({ params, bins, labels, task }: ForestPlan): number {
  if (bins.rows * bins.columns * params.trees < WORTH_IT) return 1;
  const bytes = workspaceBytes(bins, { kept: 32, classes: task === 'multiclass' ? labels.classes : 0 });
  return Math.max(1, Math.min(threadsHere(), params.trees, Math.floor(MOST_BYTES / bytes)));
}

async function alone(plan: ForestPlan, take: (grown: Grown) => void, { step }: FitContext): Promise<void> {
  const { trees } = plan.params;
  let done = 0;
  const grow = await forestGrower(plan, () => step(done / trees));
  for (; done < trees; done += 1) {
    await step(done / trees);
    take(await grow(done));
  }
}

/** Trees come in any order, and are taken in theirs. */
async function together(
  plan: ForestPlan,
  take: (grown: Grown) => void,
  { step }: FitContext,
  threads: number,
): Promise<void> {
  const { trees } = plan.params;
  const early = new Map<number, Grown>();
  let [next, done] = [0, 0];
  const workers = crew<number, Grown>(forestUrl, plan, threads);
  try {
    await workers.run([...Array(trees).keys()], async (grown, tree) => {
      early.set(tree, grown);
      for (let due = early.get(next); due; due = early.get(next)) {
        early.delete(next);
        next += 1;
        take(due);
      }
      done += 1;
      await step(done / trees);
    });
  } finally {
    workers.end();
  }
}

/** Grows all trees of a plan, on as many threads as there are, and hands them over in order. Throws `trees.too-large`. */
export async function growAll(plan: ForestPlan, take: (grown: Grown) => void, context: FitContext): Promise<void> {
  await context.step(0);
  const threads = threadsFor(plan);
  await (threads > 1 ? together(plan, take, context, threads) : alone(plan, take, context));
}
