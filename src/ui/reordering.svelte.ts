import { tick } from 'svelte';

interface List {
  length(): number;
  /** The `<ol>` whose rows have a `.handle` each. */
  element(): HTMLElement | undefined;
  place(from: number, to: number): void;
  remove(index: number): void;
}

/** How the rows of a list are put in another order: dragged, or by the arrow keys on a row's handle; Delete takes a row out. */
export class Reordering {
  /** The row being dragged; -1 for none. */
  dragged = $state(-1);
  readonly #list: List;

  constructor(list: List) {
    this.#list = list;
  }

  async #move(index: number, by: number): Promise<void> {
    const target = index + by;
    if (target < 0 || target >= this.#list.length()) return;
    this.#list.place(index, target);
    await tick();
    this.#list.element()?.children[target]?.querySelector<HTMLElement>('.handle')?.focus();
  }

  onkeydown(event: KeyboardEvent, index: number): void {
    if (event.key === 'ArrowUp') void this.#move(index, -1);
    else if (event.key === 'ArrowDown') void this.#move(index, 1);
    else if (event.key === 'Delete' || event.key === 'Backspace') this.#list.remove(index);
    else return;
    event.preventDefault();
  }

  ondragover(event: DragEvent): void {
    if (this.dragged >= 0) event.preventDefault();
  }

  ondrop(event: DragEvent, index: number): void {
    if (this.dragged < 0) return;
    event.preventDefault();
    if (this.dragged !== index) this.#list.place(this.dragged, index);
    this.dragged = -1;
  }
}
