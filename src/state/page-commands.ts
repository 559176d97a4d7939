/** What the page on show does for the keys of the shell; each page sets its own while it is there. */
export interface PageCommands {
  /** ⌘↵ */
  run?: () => void;
  /** Esc; true if there was something to cancel. */
  cancel?: () => boolean;
  /** / */
  filter?: () => void;
  /** ⌘Z before the project's own; true if there was something to undo. */
  undo?: () => boolean;
  redo?: () => boolean;
}

/** Holds the commands of the page on show. */
export class PageCommandSlot {
  current: PageCommands = {};

  /** Takes the slot; the answer gives it back. Made for `$effect`. */
  use(commands: PageCommands): () => void {
    this.current = commands;
    return () => {
      if (this.current === commands) this.current = {};
    };
  }
}
