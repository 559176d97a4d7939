import type { AwaitedTable, DocumentTable, ProjectDocument } from '../../contract/document.ts';
import type { RecipeStep } from '../../contract/operation.ts';
import type { Condition, Scope } from '../../contract/population.ts';

/** How an operation names a parameter that holds a key; a test holds every operation to it. */
const secretName = /^(key|secret|passphrase|password|token)$/i;

/**
 * The project without its data: no rows, models, ledgers, history or views of tables that are not there, nothing that was counted or said of the data, no lists of users, and no keys.
 * Each table that was imported is one that the template waits for, with its imported columns and its steps.
 */
export function templateOf(document: ProjectDocument): ProjectDocument {
  const awaits = document.tables.filter(({ published }) => !published).map(awaited);
  const names = new Set(awaits.map(({ name }) => name.toLowerCase()));
  const still = document.awaits.filter(({ name }) => !names.has(name.toLowerCase()));
  return {
    ...document,
    tables: [],
    definitions: [],
    ledgers: null,
    contents: 0,
    models: [],
    cohorts: document.cohorts.map((cohort) => ({
      ...cohort,
      rule: withoutUsers(cohort.rule),
      users: 0,
      fingerprint: '',
    })),
    runs: document.runs.map((run) => ({
      ...run,
      ...(run.scope && { scope: scopeWithoutUsers(run.scope) }),
      digest: '',
      sentence: '',
      fingerprint: '',
    })),
    history: { entries: [], done: 0 },
    awaits: [...awaits, ...still.map((each) => ({ ...each, steps: each.steps.map(withoutSecrets) }))],
  };
}

const awaited = ({ name, columns, recipe }: DocumentTable): AwaitedTable => ({
  name,
  columns: (recipe?.raw.columns ?? columns).map((column) => ({ name: column.name, type: withoutValues(column.type) })),
  steps: (recipe?.steps ?? []).map(withoutSecrets),
});

/** A list of users is data; the rule around it is not. */
function withoutUsers(condition: Condition): Condition {
  if (condition.kind === 'list') return { ...condition, users: [] };
  if (condition.kind === 'not') return { ...condition, of: withoutUsers(condition.of) };
  if (condition.kind === 'and' || condition.kind === 'or') return { ...condition, of: condition.of.map(withoutUsers) };
  if (condition.kind !== 'mark' || !condition.scope) return condition;
  return { ...condition, scope: scopeWithoutUsers(condition.scope) };
}

const scopeWithoutUsers = (scope: Scope): Scope =>
  scope.population ? { ...scope, population: withoutUsers(scope.population) } : scope;

/** An ENUM's type lists every value of its column; to an import they are text. */
const withoutValues = (type: string): string => type.replace(/\bENUM ?\((?:[^')]|'(?:[^']|'')*')*\)/gi, 'VARCHAR');

function withoutSecrets(step: RecipeStep): RecipeStep {
  const params = Object.entries(step.params).map(([name, value]) => [
    name,
    secretName.test(name) && typeof value === 'string' ? '' : value,
  ]);
  return { ...step, params: Object.fromEntries(params) as RecipeStep['params'] };
}
