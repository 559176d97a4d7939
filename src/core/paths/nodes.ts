import { AppError } from '../errors.ts';

/** What becomes of event names before paths are made: patterns renamed, the first that fits; patterns left out. */
export interface NodeRules {
  rename: readonly { from: string; to: string }[];
  exclude: readonly string[];
}

/** What stands for an event that takes no part. */
export const LEFT_OUT = 0xffff;

/** The names that paths are made of; null stands for every event without a name of its own. */
export interface Nodes {
  names: (string | null)[];
  /** The node of each event code of the timeline, or LEFT_OUT. */
  codes: Uint16Array;
}

const EXPRESSION = /^\/(.+)\/(i?)$/s;
const SPECIAL = /[.+^${}()|[\]\\]/g;

/** A glob (`*` for any characters, `?` for one) over the whole name, or a /regular expression/ found anywhere in it. Throws `paths.bad-pattern`. */
export function patternExpression(pattern: string): RegExp {
  const found = EXPRESSION.exec(pattern);
  if (!found) {
    const glob = pattern.replace(SPECIAL, '\\$&').replaceAll('*', '.*').replaceAll('?', '.');
    return new RegExp(`^${glob}$`, 's');
  }
  try {
    return new RegExp(found[1]!, found[2]);
  } catch {
    throw new AppError('paths.bad-pattern', { pattern });
  }
}

type Renaming = (name: string) => string | null;

/** A regular expression replaces what it finds (so `$1` works); a glob the whole name. */
const renaming = ({ from, to }: { from: string; to: string }): Renaming => {
  const expression = patternExpression(from);
  const isGlob = !EXPRESSION.test(from);
  return (name) => (expression.test(name) ? (isGlob ? to : name.replace(expression, to)) : null);
};

/** The nodes that event names become. Exclusion sees the names as renamed, and as they were. */
export function nodesOf(eventNames: readonly string[], rules: NodeRules): Nodes {
  const renamings = rules.rename.map(renaming);
  const excluded = rules.exclude.map(patternExpression);
  const isExcluded = (name: string) => excluded.some((expression) => expression.test(name));
  const renamed = (name: string): string => {
    for (const rename of renamings) {
      const other = rename(name);
      if (other !== null) return other;
    }
    return name;
  };
  const known = new Map<string, number>();
  const codes = Uint16Array.from([...eventNames], (name) => {
    const node = renamed(name);
    if (isExcluded(name) || isExcluded(node)) return LEFT_OUT;
    if (!known.has(node)) known.set(node, known.size);
    return known.get(node)!;
  });
  // Last come all events that have no name, or one too rare to be listed.
  return { names: [...known.keys(), null], codes: Uint16Array.from([...codes, known.size]) };
}

/** The place of a node by name. Throws `paths.unknown-node`. */
export function nodeNamed(name: string, { names }: Nodes): number {
  const found = names.indexOf(name);
  if (found >= 0) return found;
  throw new AppError('paths.unknown-node', {
    event: name,
    known: names
      .filter((each) => each !== null)
      .slice(0, 30)
      .join(', '),
  });
}
