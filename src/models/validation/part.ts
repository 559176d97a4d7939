import type { Snapshots } from '../../contract/analysis.ts';
import type { FitContext } from '../estimator.ts';

/** A part of a job that has snapshots of its own: which a later run finds under the part's name, whatever ran before it. */
export interface Part {
  context: FitContext;
  /** The part is over: nothing that it kept is needed again. */
  close(): void;
}

function scoped(snapshots: Snapshots, scope: string): { snapshots: Snapshots; close(): void } {
  const names = new Set<string>();
  return {
    snapshots: {
      read(name) {
        const state = snapshots.read(scope + name);
        if (state !== undefined && state !== null) names.add(name);
        return state ?? undefined;
      },
      write(name, state, done, last) {
        names.add(name);
        snapshots.write(scope + name, state, done, last);
      },
    },
    close: () => names.forEach((name) => snapshots.write(scope + name, null, 0)),
  };
}

/** The n-th of `parts` equal parts of a job, under a name of its own among the job's snapshots. */
export function partOf(context: FitContext, name: string, n: number, parts: number): Part {
  const kept = context.snapshots && scoped(context.snapshots, `${name}-${n}/`);
  const step: FitContext['step'] = (done, note) => context.step((n + Math.min(1, Math.max(0, done))) / parts, note);
  const { snapshots: _whole, ...rest } = context;
  return {
    context: { ...rest, step, ...(kept && { snapshots: kept.snapshots }) },
    close: () => kept?.close(),
  };
}
