/** The first signs and the last ones: what tells names of one family apart often stands at their end. */
function shortened(name: string, most: number): string {
  const signs = Array.from(name.trim().replace(/\s+/g, ' '));
  if (signs.length <= most) return signs.join('');
  const head = Math.ceil((most - 1) / 2);
  const tail = most - 1 - head;
  return `${signs.slice(0, head).join('').trimEnd()}…${signs
    .slice(signs.length - tail)
    .join('')
    .trimStart()}`;
}

/**
 * Names for places too narrow for them, at most so many signs each. One that begins like another for half of them loses its middle rather than its
 * end, so that “JUMBO BAG RED RETROSPOT” and “JUMBO BAG PINK POLKADOT” do not both become “JUMBO BAG …”; the rest stay as they are, to be
 * cut by whoever draws them.
 */
export function apart(names: readonly string[], most: number): string[] {
  const start = (name: string) =>
    Array.from(name)
      .slice(0, most / 2)
      .join('');
  const counts = new Map<string, number>();
  for (const name of names) counts.set(start(name), (counts.get(start(name)) ?? 0) + 1);
  return names.map((name) => (counts.get(start(name))! > 1 ? shortened(name, most) : name));
}
