/** One thing that the palette offers. */
export interface Command {
  id: string;
  title: string;
  group: string;
  hint?: string;
  /** More words that find it: ids, the other language. */
  words?: string;
  run: () => void;
}
