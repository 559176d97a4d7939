/**
 * Makes something that outlasts the component which first asks for it. What is derived belongs to the effect in which it was
 * made, and keeps its last value for ever once that is gone: so it is made in an effect of its own, which never ends.
 */
export function lasting<T>(make: () => T): T {
  let made: { value: T } | undefined;
  $effect.root(() => {
    made = { value: make() };
  });
  // Without a page there are no effects, and nothing to outlast.
  return made ? (made as { value: T }).value : make();
}
