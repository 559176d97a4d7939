import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { sql, PostgreSQL } from '@codemirror/lang-sql';
import type { SQLNamespace } from '@codemirror/lang-sql';
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState, Prec } from '@codemirror/state';
import { EditorView, drawSelection, highlightActiveLine, keymap, lineNumbers, placeholder } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { codeHistory } from './code-history.ts';

// Loaded on demand. The colours are the page's tokens: custom properties reach into the shadow root.

const theme = EditorView.theme({
  '&': { height: '100%', fontSize: '13px', color: 'var(--text)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: 'none' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6' },
  '.cm-content': { caretColor: 'var(--accent)', padding: '10px 0' },
  '.cm-cursor': { borderLeftColor: 'var(--accent)', borderLeftWidth: '2px' },
  '.cm-gutters': { backgroundColor: 'var(--surface)', color: 'var(--muted)', border: 'none', paddingLeft: '6px' },
  '.cm-activeLine': { backgroundColor: 'transparent' },
  '&.cm-focused .cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--sunken) 60%, transparent)' },
  '& .cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground': {
    backgroundColor: 'color-mix(in srgb, var(--accent) 28%, transparent)',
  },
  '.cm-placeholder': { color: 'var(--muted)' },
  '.cm-tooltip': {
    border: '1px solid var(--line)',
    borderRadius: '6px',
    backgroundColor: 'var(--surface)',
    color: 'var(--text)',
    boxShadow: 'var(--shadow)',
    overflow: 'hidden',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--mono)', maxHeight: '220px' },
  '.cm-tooltip-autocomplete ul li': { padding: '3px 8px', lineHeight: '1.5' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { backgroundColor: 'var(--accent-soft)', color: 'var(--text)' },
  '.cm-completionDetail': { color: 'var(--muted)', fontStyle: 'normal' },
  '.cm-diagnostic': { padding: '4px 10px', borderLeft: '3px solid var(--bad)' },
});

const highlight = HighlightStyle.define([
  { tag: tags.keyword, color: 'var(--accent)', fontWeight: '600' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--good)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--warn)' },
  { tag: [tags.comment, tags.lineComment, tags.blockComment], color: 'var(--muted)', fontStyle: 'italic' },
  { tag: tags.typeName, color: 'var(--category-4)' },
]);

/** Without a keymap of its own, Enter would be the browser's; this keeps the indentation. */
function insertLine(view: EditorView): boolean {
  const { from } = view.state.selection.main;
  const indent = /^\s*/.exec(view.state.doc.lineAt(from).text)?.[0] ?? '';
  view.dispatch(view.state.replaceSelection(`\n${indent}`), { scrollIntoView: true, userEvent: 'input' });
  return true;
}

/** Known to the state at once, where the browser's own would arrive only after the next key. */
function selectAll(view: EditorView): boolean {
  view.dispatch({ selection: { anchor: 0, head: view.state.doc.length }, userEvent: 'select' });
  return true;
}

const brackets = /^[()[\]{}'"`]$/;

/**
 * What is typed or deleted over a selection is done here: the browser would keep the style of what was there in an inline
 * `style`, which the page's security policy refuses. Brackets are left to those that pair them.
 */
const overSelection = EditorView.domEventHandlers({
  beforeinput(event, view) {
    if (view.state.selection.main.empty || event.isComposing) return false;
    const typed = event.inputType === 'insertText' && event.data !== null && !brackets.test(event.data);
    const deleted = event.inputType.startsWith('deleteContent');
    if (!typed && !deleted) return false;
    event.preventDefault();
    const userEvent = typed ? 'input.type' : 'delete.selection';
    view.dispatch(view.state.replaceSelection(typed ? event.data! : ''), { userEvent, scrollIntoView: true });
    return true;
  },
});

export interface EditorOptions {
  text: string;
  label: string;
  placeholder: string;
  onchange: (text: string) => void;
  onrun: () => void;
}

/** Tables and their columns, for completion. */
export type EditorSchema = Record<string, readonly { name: string; type: string }[]>;

export interface CodeEditor {
  setText(text: string): void;
  setSchema(schema: EditorSchema): void;
  /** Marks the place of an error, counted in characters from the beginning; null clears it. */
  mark(problem: { at: number; message: string } | null): void;
  insert(text: string): void;
  focus(): void;
  destroy(): void;
}

const namespace = (schema: EditorSchema): SQLNamespace =>
  Object.fromEntries(
    Object.entries(schema).map(([table, columns]) => [
      table,
      columns.map((column) => ({ label: column.name, detail: column.type, type: 'property' })),
    ]),
  );

const language = (schema: EditorSchema) =>
  sql({ dialect: PostgreSQL, schema: namespace(schema), upperCaseKeywords: true });

/**
 * Makes the SQL editor inside a shadow root: there its styles are adopted style sheets, which a strict CSP admits,
 * where `<style>` elements in the document would be refused.
 */
export function createCodeEditor(host: HTMLElement, options: EditorOptions): CodeEditor {
  const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
  const schema = new Compartment();
  const run = { key: 'Mod-Enter', run: () => (options.onrun(), true), preventDefault: true };
  const state = EditorState.create({
    doc: options.text,
    extensions: [
      Prec.highest(keymap.of([run])),
      codeHistory,
      overSelection,
      lineNumbers(),
      drawSelection(),
      highlightActiveLine(),
      closeBrackets(),
      autocompletion({ icons: false }),
      keymap.of([
        ...closeBracketsKeymap,
        ...completionKeymap,
        { key: 'Mod-a', run: selectAll },
        { key: 'Enter', run: insertLine },
      ]),
      schema.of(language({})),
      syntaxHighlighting(highlight),
      theme,
      EditorView.lineWrapping,
      placeholder(options.placeholder),
      EditorView.contentAttributes.of({ 'aria-label': options.label }),
      EditorView.updateListener.of((update) => update.docChanged && options.onchange(update.state.doc.toString())),
    ],
  });
  const view = new EditorView({ state, parent: root as unknown as Element, root });
  return {
    setText(text) {
      if (text === view.state.doc.toString()) return;
      view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
    },
    setSchema: (tables) => view.dispatch({ effects: schema.reconfigure(language(tables)) }),
    mark(problem) {
      const length = view.state.doc.length;
      const from = Math.min(problem?.at ?? 0, Math.max(0, length - 1));
      const end = /^\w*/.exec(view.state.sliceDoc(from))?.[0].length ?? 0;
      const to = Math.min(length, from + Math.max(1, end));
      const marks = problem ? [{ from, to, severity: 'error' as const, message: problem.message }] : [];
      view.dispatch(setDiagnostics(view.state, marks));
    },
    insert: (text) => {
      view.dispatch(view.state.replaceSelection(text), { scrollIntoView: true });
      view.focus();
    },
    focus: () => view.focus(),
    destroy: () => {
      view.destroy();
      root.replaceChildren();
    },
  };
}
