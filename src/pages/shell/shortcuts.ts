import { tinykeys } from 'tinykeys';
import type { App } from '../../state/app.ts';
import { pageLetters, pageNames } from '../../state/route.ts';
import { redo, undo } from '../projects/project-actions.ts';

/** True where a plain letter is text, not a command. The editor sits in a shadow root, so the real target is asked. */
function isTyping(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName);
}

/** True where the browser itself takes back what was typed. */
function isText(event: KeyboardEvent): boolean {
  const target = event.composedPath()[0];
  const isSwitch = target instanceof HTMLInputElement && /^(checkbox|radio|range|color)$/.test(target.type);
  return isTyping(event) && !isSwitch && !(target instanceof HTMLSelectElement);
}

const dialogOpen = (): boolean => document.querySelector('dialog[open]') !== null;

export interface ShellActions {
  palette: () => void;
  help: () => void;
}

/** Back and forth in the project's history, where neither the page nor a field has a history of its own. */
function historyKeys(app: App): Record<string, (event: KeyboardEvent) => void> {
  const step = (ofPage: 'undo' | 'redo', ofProject: (app: App) => unknown) => (event: KeyboardEvent) => {
    if (event.defaultPrevented || isText(event) || dialogOpen()) return;
    event.preventDefault();
    if (!app.commands.current[ofPage]?.()) void ofProject(app);
  };
  return {
    '$mod+z': step('undo', undo),
    '$mod+Shift+z': step('redo', redo),
    'Control+y': step('redo', redo),
  };
}

/** Binds the keys of the shell; the answer unbinds them. */
export function bindShortcuts(app: App, actions: ShellActions): () => void {
  const plain = (action: () => void) => (event: KeyboardEvent) => {
    if (isTyping(event) || dialogOpen()) return;
    event.preventDefault();
    action();
  };
  const goTo = Object.fromEntries(
    pageNames.map((page) => [`g ${pageLetters[page]}`, plain(() => app.router.go({ page }))]),
  );
  const onEscape = (event: KeyboardEvent) => {
    if (event.defaultPrevented || dialogOpen()) return;
    if (!app.commands.current.cancel?.()) app.workspace.jobs.cancelLatest();
  };
  return tinykeys(window, {
    '$mod+k': (event) => {
      event.preventDefault();
      actions.palette();
    },
    '$mod+Enter': (event) => {
      if (event.defaultPrevented || dialogOpen()) return;
      event.preventDefault();
      app.commands.current.run?.();
    },
    Escape: onEscape,
    '/': plain(() => app.commands.current.filter?.()),
    'Shift+?': plain(actions.help),
    '?': plain(actions.help),
    ...goTo,
    ...historyKeys(app),
  });
}
