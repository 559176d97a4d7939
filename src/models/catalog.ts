import * as v from 'valibot';
import type { Task } from '../contract/estimator.ts';
import { settingFault, titleOf } from '../contract/issues.ts';
import { AppError } from '../core/errors.ts';
import type { Estimator, Fitted } from './estimator.ts';
import { specs } from './specs.ts';

/** The default export of each estimator's `estimator.ts`. `load` reads what any of its `toJSON` wrote. */
export interface EstimatorMaker {
  /** An untrained estimator with whole, checked hyperparameters. */
  make(params: Record<string, unknown>, task: Task): Estimator;
  /** A trained one from its JSON; `model.unreadable`. */
  load(state: unknown): Fitted | Promise<Fitted>;
}

const makers = import.meta.glob<EstimatorMaker>('./*/estimator.ts', { import: 'default' });

function specOf(id: string) {
  const spec = specs.get(id);
  if (!spec) throw new AppError('model.unknown-estimator', { estimator: id, known: [...specs.keys()].join(', ') });
  return spec;
}

async function makerOf(id: string): Promise<EstimatorMaker> {
  return makers[`./${specOf(id).id}/estimator.ts`]!();
}

/** Hyperparameters filled up with their defaults. Throws `model.unknown-estimator`, `model.bad-parameter`. */
export function estimatorParams(id: string, params: Record<string, unknown>): Record<string, unknown> {
  const spec = specOf(id);
  const { params: schema } = spec;
  const stranger = Object.keys(params).find((name) => !(name in schema.entries));
  if (stranger !== undefined) {
    const known = Object.keys(schema.entries).join(', ');
    throw new AppError('model.unknown-parameter', { ...titleOf('estimator', spec), parameter: stranger, known });
  }
  const parsed = v.safeParse(schema, params);
  if (parsed.success) return parsed.output as Record<string, unknown>;
  throw new AppError('model.bad-parameter', { ...titleOf('estimator', spec), ...settingFault(parsed.issues[0], spec) });
}

/**
 * An untrained estimator by name; its code is loaded now. Throws `model.unknown-estimator`, `model.unknown-parameter`,
 * `model.bad-parameter`, `model.wrong-task`.
 */
export async function estimatorOf(id: string, params: Record<string, unknown>, task: Task): Promise<Estimator> {
  const spec = specOf(id);
  if (!spec.tasks.includes(task)) {
    throw new AppError('model.wrong-task', { ...titleOf('estimator', spec), task, tasks: spec.tasks.join(', ') });
  }
  const whole = estimatorParams(id, params);
  return (await makerOf(id)).make(whole, task);
}

/** A trained model from what a project kept of it. Throws `model.unknown-estimator`, `model.unreadable`. */
export async function loadFitted(kind: string, state: unknown): Promise<Fitted> {
  return (await makerOf(kind)).load(state);
}
