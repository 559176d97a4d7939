import type { Cohort } from '../contract/document.ts';
import type { Condition, Scope } from '../contract/population.ts';

export type {
  Condition,
  EventPattern,
  LifecycleStage,
  PopulationSize,
  PropertyFilter,
  Scope,
  ScopeSize,
  Span,
  UserList,
} from '../contract/population.ts';

/** What an answer stands on, and the population that it is compared with, if any. */
export interface Ground {
  scope: Scope;
  against: Condition | null;
}

/** What the cohort builder is open for: a new cohort, or one that is changed. */
export interface Building {
  cohort?: Cohort;
  rule: Condition;
  /** Takes the cohort as the page's population once it is kept. */
  use: boolean;
}

/** Everyone who is not meant. */
export const complementOf = (condition: Condition): Condition =>
  condition.kind === 'not' ? condition.of : { kind: 'not', of: condition };

/** Says nothing: everything is meant. A list that is empty filters nothing. */
export const isEverything = ({ population, span, events = [], where = [] }: Scope): boolean =>
  !population && !(span && (span.from ?? span.to ?? span.last) !== undefined) && events.length + where.length === 0;

/** Only what is said. */
function tidy({ population, span, events, where }: Scope): Scope {
  const said = span && (span.from ?? span.to ?? span.last) !== undefined;
  return {
    ...(population && { population }),
    ...(said && { span }),
    ...(events && events.length > 0 && { events }),
    ...(where && where.length > 0 && { where }),
  };
}

/** The filters over all analyses of the page: whose events, when, and which. Never silent: the page shows each as a chip. */
export class ScopeState {
  scope = $state.raw<Scope>({});
  /** The second population of a comparison. */
  against = $state.raw<Condition | null>(null);
  building = $state.raw<Building | null>(null);

  /** One value, which changes only where its parts do. */
  readonly ground: Ground = $derived({ scope: this.scope, against: this.against });

  set(patch: Partial<Scope>): void {
    this.scope = tidy({ ...this.scope, ...patch });
    if (!this.scope.population) this.against = null;
  }

  /** Takes what an address or a kept run says, whole. */
  take(scope: Scope = {}, against: Condition | null = null): void {
    this.scope = tidy(scope);
    this.against = this.scope.population ? against : null;
  }

  clear(): void {
    this.take();
  }
}
