import { Transaction } from '@codemirror/state';
import type { ChangeSet, Extension, TransactionSpec } from '@codemirror/state';
import { keymap, ViewPlugin } from '@codemirror/view';
import type { EditorView, ViewUpdate } from '@codemirror/view';

interface Step {
  changes: ChangeSet;
  at: number;
}

const joined = 600;
const depth = 200;

/** Undo and redo by inverted changes; what is typed without a pause is one step. */
class History {
  undone: Step[] = [];
  done: Step[] = [];

  update(update: ViewUpdate): void {
    for (const transaction of update.transactions) {
      if (transaction.docChanged && !transaction.annotation(Transaction.remote)) this.#record(transaction);
    }
  }

  #record(transaction: Transaction): void {
    const changes = transaction.changes.invert(transaction.startState.doc);
    const last = this.done.at(-1);
    const at = Date.now();
    if (last && at - last.at < joined) this.done[this.done.length - 1] = { changes: changes.compose(last.changes), at };
    else this.done.push({ changes, at });
    this.done.splice(0, this.done.length - depth);
    this.undone = [];
  }

  /** Takes the latest step of one stack, applies it, and puts its inverse on the other. */
  step(view: EditorView, from: Step[], to: Step[]): boolean {
    const step = from.pop();
    if (!step) return false;
    to.push({ changes: step.changes.invert(view.state.doc), at: 0 });
    const spec: TransactionSpec = {
      changes: step.changes,
      annotations: Transaction.remote.of(true),
      scrollIntoView: true,
    };
    view.dispatch(spec);
    return true;
  }
}

const plugin = ViewPlugin.fromClass(History);

const undo = (view: EditorView): boolean => {
  const history = view.plugin(plugin);
  return history ? history.step(view, history.done, history.undone) : false;
};

const redo = (view: EditorView): boolean => {
  const history = view.plugin(plugin);
  return history ? history.step(view, history.undone, history.done) : false;
};

/** ⌘Z and ⌘⇧Z for the editor. */
export const codeHistory: Extension = [
  plugin,
  keymap.of([
    { key: 'Mod-z', run: undo, preventDefault: true },
    { key: 'Mod-Shift-z', run: redo, preventDefault: true },
    { key: 'Mod-y', run: redo, preventDefault: true },
  ]),
];
