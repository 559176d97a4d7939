import * as v from 'valibot';
import type { Schema } from './analysis.ts';

/** A form shows the field only where another parameter has one of these values; or, with `isNot`, none of them. */
export interface When {
  name: string;
  is?: readonly unknown[];
  isNot?: readonly unknown[];
}

/** One parameter as the form, the JSON Schema and the docs see it. */
export type ParamField = { name: string; default: unknown; section?: string; when?: When } & (
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'number'; integer: boolean; min?: number; max?: number }
  | { kind: 'switch' }
  /** `empty: 'none'`: that nothing is chosen means nothing, and is not filled from the data. */
  | { kind: 'list'; options?: readonly string[]; values?: string; empty?: 'none' }
  | { kind: 'pairs'; values?: string; to?: string }
  /** Event patterns in order; property filters; one event pattern: src/features/patterns.ts. */
  | { kind: 'steps'; empty?: 'none' }
  | { kind: 'filters' }
  | { kind: 'pattern' }
  /** Event names with a number each: `{ event, weight }`. */
  | { kind: 'weights' }
  /** The settings of whatever the parameter `of` has chosen: by choice, the fields of its own schema. */
  | { kind: 'settings'; of: string; variants: Readonly<Record<string, ParamField[]>> }
  | { kind: 'text'; values?: string; unit?: string }
);

/** What is read of a valibot schema or action; its own types are too narrow to walk over. */
interface Node {
  type: string;
  wrapped?: Node;
  pipe?: readonly Node[];
  item?: Node;
  options?: readonly unknown[];
  requirement?: unknown;
  metadata?: Record<string, unknown>;
}

/** A pipe may begin with a pipe: its actions are told too. */
const actionsOf = ({ pipe }: Node): Node[] => (pipe ? [...actionsOf(pipe[0]!), ...pipe.slice(1)] : []);

/** The schema beneath optional and nullish, and every action on the way down. */
function unwrap(node: Node): { base: Node; actions: Node[] } {
  const actions = actionsOf(node);
  if (!node.wrapped) return { base: node, actions };
  const below = unwrap(node.wrapped);
  return { base: below.base, actions: [...below.actions, ...actions] };
}

const numberOf = (actions: Node[], type: string): number | undefined => {
  const requirement = actions.find((action) => action.type === type)?.requirement;
  return typeof requirement === 'number' ? requirement : undefined;
};

const choicesOf = (node: Node | undefined): readonly string[] | undefined =>
  node?.type === 'picklist' ? node.options?.map(String) : undefined;

/** The kinds that a schema asks for by `v.metadata({ form })`. */
const FORMS = ['steps', 'filters', 'pattern', 'weights'] as const;

const otherSide = (to: unknown): { to?: string } => (typeof to === 'string' ? { to } : {});

/** `v.metadata({ form: 'settings', of, variants })`: each variant is a schema of its own. */
function settings(hints: Record<string, unknown>) {
  const variants = Object.entries((hints.variants ?? {}) as Record<string, Schema>);
  return {
    kind: 'settings',
    of: String(hints.of),
    variants: Object.fromEntries(variants.map(([id, schema]) => [id, paramFields(schema)])),
  } as const;
}

function field(name: string, schema: Node): ParamField {
  const { base, actions } = unwrap(schema);
  const hints: Record<string, unknown> = Object.assign({}, ...actions.map((action) => action.metadata ?? {}));
  const values = typeof hints.values === 'string' ? { values: hints.values } : {};
  const section = typeof hints.section === 'string' ? { section: hints.section } : {};
  const when = hints.when ? { when: hints.when as When } : {};
  const common = { name, default: v.getDefault(schema as unknown as v.GenericSchema) as unknown, ...section, ...when };
  if (hints.form === 'settings') return { ...common, ...settings(hints) };
  const own = FORMS.find((kind) => kind === hints.form);
  const empty = hints.empty === 'none' ? ({ empty: 'none' } as const) : {};
  if (own) return { ...common, kind: own, ...(own === 'steps' && empty) };
  const options = choicesOf(base);
  if (options) return { ...common, kind: 'choice', options };
  if (base.type === 'boolean') return { ...common, kind: 'switch' };
  if (base.type === 'number') {
    const min = numberOf(actions, 'min_value');
    const max = numberOf(actions, 'max_value');
    const integer = actions.some((action) => action.type === 'integer' || action.type === 'safe_integer');
    return { ...common, kind: 'number', integer, ...(min != null && { min }), ...(max != null && { max }) };
  }
  if (base.type === 'array') {
    // Pairs { from, to }: `values` says what `from` is chosen of, `to` the same of the other side.
    if (base.item?.type === 'object') return { ...common, kind: 'pairs', ...values, ...otherSide(hints.to) };
    const items = choicesOf(base.item && unwrap(base.item).base);
    return { ...common, kind: 'list', ...values, ...empty, ...(items && { options: items }) };
  }
  return { ...common, kind: 'text', ...values, ...(typeof hints.unit === 'string' && { unit: hints.unit }) };
}

/** The parameters of an analysis in the order of its schema: the one reading that form, JSON Schema and docs share. */
export function paramFields(schema: Schema): ParamField[] {
  return Object.entries(schema.entries as Record<string, Node>).map(([name, entry]) => field(name, entry));
}

function marked<const E extends v.ObjectEntries>(entries: E, metadata: Record<string, unknown>): E {
  const all = Object.entries(entries).map(([name, entry]) => [name, v.pipe(entry, v.metadata(metadata))]);
  return Object.fromEntries(all) as E;
}

/** The entries as they are, but that a long form shows them together, under the text `section.<section>`. */
export const inSection = <const E extends v.ObjectEntries>(section: string, entries: E): E =>
  marked(entries, { section });

/** The entries as they are, but that a form shows them only then: elsewhere they mean nothing. */
export const shownWhen = <const E extends v.ObjectEntries>(when: When, entries: E): E => marked(entries, { when });
