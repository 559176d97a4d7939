/**
 * The funnel's definitions once more, as README.md words them: one attempt and one event at a time, every candidate looked at,
 * nothing shared with the walks. For tests alone; slow, and plain enough to trust.
 */
export interface BruteEvent {
  time: number;
  /** The kind of event; steps and exclusions name kinds. */
  kind: number;
  part: number;
}

export interface BruteStep {
  kinds: readonly number[];
  optional: boolean;
  within: number;
}

export interface BruteExclusion {
  kinds: readonly number[];
  from: number;
  to: number;
  drops: boolean;
}

export interface BruteRules {
  order: 'ordered' | 'strict' | 'unordered' | 'anchored';
  entry: 'any' | 'first' | 'every';
  ties: 'input' | 'strict' | 'grace';
  grace: number;
  window: number;
  steps: readonly BruteStep[];
  exclusions: readonly BruteExclusion[];
}

export interface BruteAttempt {
  /** Place of the entry among all events of the user. */
  entry: number;
  depth: number;
  /** Places of the steps reached. */
  reached: number[];
  took: number;
  dropped: boolean;
}

type Placed = BruteEvent & { place: number };

const fits = (event: BruteEvent, step: { kinds: readonly number[] }) => step.kinds.includes(event.kind);

/** Whether an event may come after those taken so far. */
function follows(event: Placed, taken: readonly Placed[], { ties, grace }: BruteRules): boolean {
  const latest = Math.max(...taken.map(({ time }) => time));
  const furthest = Math.max(...taken.map(({ place }) => place));
  if (ties === 'strict') return event.time > latest;
  if (ties === 'grace') return event.time >= latest - grace && !taken.some(({ place }) => place === event.place);
  return event.place > furthest;
}

const isAfter = (event: Placed, taken: readonly Placed[], { ties }: BruteRules): boolean =>
  ties === 'strict'
    ? event.time > Math.max(...taken.map(({ time }) => time))
    : event.place > Math.max(...taken.map(({ place }) => place));

const isBefore = (event: Placed, next: Placed, { ties }: BruteRules): boolean =>
  ties === 'strict' ? event.time < next.time : event.place < next.place;

const requiredOf = (rules: BruteRules): number[] =>
  rules.steps.flatMap((step, place) => (step.optional ? [] : [place]));

/** Exclusions that hold between the n-th required step and the next one. */
function holding(rules: BruteRules, n: number): BruteExclusion[] {
  const required = requiredOf(rules);
  const [before, after] = [required[n]! + 1, required[n + 1]! + 1];
  return rules.exclusions.filter(({ from, to }) => from < after && to > before);
}

const firstExcluded = (events: readonly Placed[], exclusions: readonly BruteExclusion[]): Placed | undefined =>
  events.find((event) => exclusions.some((exclusion) => fits(event, exclusion)));

const dropsAt = (event: Placed, exclusions: readonly BruteExclusion[]): boolean =>
  exclusions.some((exclusion) => exclusion.drops && fits(event, exclusion));

const latestOf = (taken: readonly Placed[]) => Math.max(...taken.map(({ time }) => time));

function orderedAttempt(events: readonly Placed[], entry: Placed, rules: BruteRules): BruteAttempt {
  const required = requiredOf(rules);
  const chain = [entry];
  let stop: Placed | undefined;
  let dropped = false;
  while (chain.length < required.length) {
    const step = rules.steps[required[chain.length]!]!;
    const first = events.find((event) => fits(event, step) && follows(event, chain, rules));
    const at = first && Math.max(first.time, latestOf(chain));
    const inTime =
      at !== undefined && at - entry.time <= rules.window && at - latestOf(chain) <= step.within ? first : undefined;
    const active = holding(rules, chain.length - 1);
    const excluded = firstExcluded(
      events.filter((event) => isAfter(event, chain, rules)),
      active,
    );
    if (excluded) {
      const lies = inTime
        ? isBefore(excluded, inTime, rules)
        : excluded.time - entry.time <= rules.window && excluded.time - latestOf(chain) <= step.within;
      if (lies) {
        stop = excluded;
        dropped = dropsAt(excluded, active);
        break;
      }
    }
    if (!inTime) break;
    chain.push(inTime);
  }
  const extra: number[] = [];
  const used = [...chain];
  chain.forEach((_, n) => {
    const before = chain.slice(0, n + 1);
    const next = chain[n + 1];
    const since = rules.ties === 'grace' ? latestOf(before) : chain[n]!.time;
    const stand = rules.ties === 'grace' ? [...before] : [chain[n]!];
    const upTo = required[n + 1] ?? rules.steps.length;
    for (let place = required[n]! + 1; place < upTo; place++) {
      const step = rules.steps[place]!;
      const found = events.find((event) => {
        if (!fits(event, step) || used.includes(event) || !follows(event, stand, rules)) return false;
        return true;
      });
      if (!found) continue;
      if (next && rules.ties === 'grace' && found.time > next.time + rules.grace) continue;
      if (next && rules.ties !== 'grace' && !isBefore(found, next, rules)) continue;
      if (!next && stop && found.place >= stop.place) continue;
      const time = Math.max(found.time, latestOf(stand));
      if (time - entry.time > rules.window || time - since > step.within) continue;
      used.push(found);
      stand.push(found);
      extra.push(place);
    }
  });
  const isWhole = chain.length === required.length;
  return {
    entry: entry.place,
    depth: chain.length,
    reached: [...required.slice(0, chain.length), ...extra],
    took: isWhole ? latestOf(chain) - entry.time : -1,
    dropped,
  };
}

/** `between`: all events of the part, those of no step too, so that what lies between is seen. */
function strictAttempt(between: readonly Placed[], entry: Placed, rules: BruteRules): BruteAttempt {
  const required = requiredOf(rules);
  const extra: number[] = [];
  let [depth, last, since, dropped] = [1, 0, entry.time, false];
  let took = required.length === 1 ? 0 : -1;
  let before = entry;
  for (const event of between.slice(between.indexOf(entry) + 1)) {
    if (depth === required.length) break;
    if (rules.ties === 'strict' && event.time === before.time) break;
    if (event.time - entry.time > rules.window) break;
    const next = required[depth]!;
    const places = [next, ...rules.steps.map((_, n) => n).filter((n) => n > last && n < next)];
    const place = places.find((n) => fits(event, rules.steps[n]!) && event.time - since <= rules.steps[n]!.within);
    if (place === undefined) {
      const active = holding(rules, depth - 1);
      dropped = dropsAt(event, active) && event.time - since <= rules.steps[next]!.within;
      break;
    }
    [last, before] = [place, event];
    if (place !== next) {
      extra.push(place);
      continue;
    }
    since = event.time;
    depth++;
    if (depth === required.length) took = event.time - entry.time;
  }
  return { entry: entry.place, depth, reached: [...required.slice(0, depth), ...extra], took, dropped };
}

function anchoredAttempt(events: readonly Placed[], entry: Placed, rules: BruteRules): BruteAttempt {
  const required = requiredOf(rules);
  const used = [entry];
  // One exclusion holds from the entry to the end, whatever its steps; without a gap between steps there is none.
  const active = required.length > 1 ? rules.exclusions : [];
  const stop = firstExcluded(
    events.filter((event) => isAfter(event, [entry], rules)),
    active,
  );
  const take = (place: number, behind: readonly Placed[], end: Placed | undefined, since: number) => {
    const step = rules.steps[place]!;
    const found = events.find((event) => fits(event, step) && !used.includes(event) && follows(event, behind, rules));
    if (!found || (end && found.place >= end.place)) return false;
    if (end && rules.ties === 'strict' && found.time === end.time) return false;
    if (found.time - entry.time > rules.window || found.time - since > step.within) return false;
    used.push(found);
    return true;
  };
  let depth = 1;
  for (const place of required.slice(1, -1)) if (take(place, [entry], stop, entry.time)) depth++;
  let took = required.length === 1 ? 0 : -1;
  let end = stop;
  if (required.length > 1 && depth === required.length - 1) {
    const since = latestOf(used);
    if (take(required.at(-1)!, [...used], stop, since)) {
      depth++;
      took = latestOf(used) - entry.time;
      end = used.at(-1)!;
    }
  }
  const extra = rules.steps.flatMap((step, place) =>
    step.optional && take(place, [entry], end, entry.time) ? [place] : [],
  );
  const isDropped = depth < required.length && stop !== undefined && dropsAt(stop, active);
  const dropped = isDropped && stop.time - entry.time <= rules.window;
  return { entry: entry.place, depth, reached: [...required.slice(0, depth), ...extra], took, dropped };
}

/** The most steps that some events can take, each one: every way tried. */
function mostTaken(events: readonly Placed[], steps: readonly BruteStep[]): number {
  if (steps.length === 0) return 0;
  const [step, ...rest] = steps;
  let most = mostTaken(events, rest);
  const kinds = new Set<number>();
  events.forEach((event, n) => {
    if (!fits(event, step!) || kinds.has(event.kind)) return;
    kinds.add(event.kind);
    most = Math.max(most, 1 + mostTaken([...events.slice(0, n), ...events.slice(n + 1)], rest));
  });
  return most;
}

function unorderedAttempts(events: readonly Placed[], rules: BruteRules): BruteAttempt[] {
  const required = requiredOf(rules);
  const all = required.length > 1 ? rules.exclusions : [];
  return events
    .filter((event) => rules.steps.some((step) => fits(event, step)))
    .map((begin) => {
      const later = events.filter((event) => event.place > begin.place);
      const stop = firstExcluded(later, all);
      const inside = [begin, ...later].filter(
        (event) => event.time - begin.time <= rules.window && (!stop || event.place < stop.place),
      );
      const depth = mostTaken(
        inside,
        required.map((place) => rules.steps[place]!),
      );
      const extra = rules.steps.flatMap((step, place) =>
        step.optional && inside.some((event) => fits(event, step)) ? [place] : [],
      );
      const isCut = stop !== undefined && stop.time - begin.time <= rules.window && depth < required.length;
      const dropped = isCut && dropsAt(stop, all);
      return { entry: begin.place, depth, reached: [...required.slice(0, depth), ...extra], took: -1, dropped };
    });
}

const ATTEMPTS = { ordered: orderedAttempt, strict: strictAttempt, anchored: anchoredAttempt };

/** What counts of one user's events, in order: the best attempt, or each; none where an exclusion drops the user. */
export function bruteUser(events: readonly BruteEvent[], rules: BruteRules, isEach: boolean): BruteAttempt[] {
  const placed = events.map((event, place) => ({ ...event, place }));
  const isEntry = (event: BruteEvent) => fits(event, rules.steps[0]!) && event.part >= 0;
  const entries = placed.filter(isEntry);
  const considered = rules.entry === 'first' ? entries.slice(0, 1) : entries;
  const parts = [...new Set(placed.map(({ part }) => part))].filter((part) => part >= 0);
  const attempts = parts.flatMap((part) => {
    const own = placed.filter((event) => event.part === part);
    if (rules.order === 'unordered') return unorderedAttempts(own, rules);
    const attempt = ATTEMPTS[rules.order];
    return considered.filter((entry) => entry.part === part).map((entry) => attempt(own, entry, rules));
  });
  if (attempts.some(({ dropped }) => dropped)) return [];
  if (isEach && rules.order !== 'unordered') return attempts;
  const extras = ({ reached, depth }: BruteAttempt) => reached.length - depth;
  return [...attempts].sort((a, b) => b.depth - a.depth || extras(b) - extras(a) || a.entry - b.entry).slice(0, 1);
}
