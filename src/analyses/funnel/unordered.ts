import type { Events, Outcome, Rules } from './walk.ts';

/** How often each code is asked for. */
function timesWanted({ masks }: Rules): Uint8Array {
  return Uint8Array.from(masks, (mask) => {
    let bits = 0;
    for (let rest = mask; rest !== 0; rest &= rest - 1) bits++;
    return bits;
  });
}

/**
 * Steps in any order: the most steps that one window holds, over the windows that begin at a step event. A step that is
 * asked for twice must happen twice. No time to convert: without an order no event is the entry.
 */
export function unorderedWalk(rules: Rules): (events: Events) => Outcome {
  const wanted = timesWanted(rules);
  const held = new Int32Array(wanted.length);
  return ({ times, codes, from, to }) => {
    held.fill(0);
    let depth = 0;
    let inside = 0;
    let end = from;
    for (let begin = from; begin < to && depth < rules.steps; begin++) {
      for (; end < to && times[end]! - times[begin]! <= rules.window; end++) {
        const code = codes[end]!;
        if (held[code]! < wanted[code]!) inside++;
        held[code]!++;
      }
      if (inside > depth) depth = inside;
      const left = codes[begin]!;
      held[left]!--;
      if (held[left]! < wanted[left]!) inside--;
    }
    return { depth, took: -1 };
  };
}
