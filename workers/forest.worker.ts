import type { ForestPlan } from '../src/models/trees/growing.ts';
import { forestGrower } from '../src/models/trees/growing.ts';
import { answering } from './answering.ts';

/** One more thread for a forest: grows the trees that it is asked for, by their numbers. */
answering((plan: ForestPlan) => forestGrower(plan, async () => undefined));
