import type { Engine } from '../contract/engine.ts';
import type { ColumnType, ImportOptions, Part, Preview, Question } from '../contract/import.ts';
import type { ToImport } from './import-batches.ts';
import { estimateOf, fitsIn, sumOf } from './import-estimate.ts';
import type { Estimate } from './import-estimate.ts';
import {
  answered,
  chosenReading,
  familyOf,
  importOptions,
  keepAnswered,
  sharedChoices,
  withChoices,
} from './import-options.ts';

/** Waits for the hand to rest before a file is read anew. */
const restMs = 250;

/** What of a file is taken: the plan for one that doesn't fit. */
export type Plan = Pick<ImportOptions, 'between' | 'sample'>;

/** A file of an import that is being prepared, or one member of an archive: its choices, and what they make of it. */
export class ImportItem {
  options = $state.raw<ImportOptions>({});
  plan = $state.raw<Plan>({});
  /** Columns that are left out. */
  left = $state.raw<readonly string[]>([]);
  preview = $state.raw<Preview | null>(null);
  questions = $state.raw<readonly Question[]>([]);
  /** Why it can't be read this way. */
  error = $state.raw<unknown>(null);
  included = $state(true);
  reading = $state(false);
  /** The columns as first read: files that had the same share their choices. */
  family = $state('');
  readonly #engine: Engine;
  /** The columns that were asked for before, until the file has told which it has. */
  #kept: readonly string[] | undefined;
  #turn = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    engine: Engine,
    readonly file: File,
    readonly part: Part,
    options: ImportOptions = {},
  ) {
    this.#engine = engine;
    const { columns, between, sample, table: _table, append: _append, replace: _replace, ...rest } = options;
    this.#kept = columns;
    this.options = rest;
    this.plan = { ...(between && { between }), ...(sample && { sample }) };
  }

  readonly open = $derived(this.questions.filter((question) => chosenReading(question, this.options) < 0).length);

  /** Rows and bytes to come, with columns, time range and sample as chosen; null where that isn't known. */
  readonly estimate: Estimate | null = $derived(this.preview && estimateOf(this.preview, this.left, this.plan));

  /** The options to import with. */
  get chosen(): ImportOptions {
    return { ...importOptions(this.options, this.left, this.preview), ...this.plan };
  }

  get toImport(): ToImport {
    const shape = this.preview?.columns.filter(({ name }) => !this.left.includes(name)) ?? this.part.name;
    const { entry, ...options } = this.chosen;
    return { file: this.file, options, shape: JSON.stringify(shape), ...(entry !== undefined && { entry }) };
  }

  choose(change: ImportOptions): void {
    this.options = withChoices(this.options, change);
    this.#later();
  }

  answer(question: Question, index: number): void {
    this.options = answered(this.options, question, index);
    this.#later();
  }

  setType(name: string, type: ColumnType): void {
    const types = typeof this.options.types === 'object' ? this.options.types : {};
    this.choose({ types: { ...types, [name]: type } });
  }

  setLeft(name: string, out: boolean): void {
    const others = this.left.filter((other) => other !== name);
    this.left = out ? [...others, name] : others;
  }

  #later(): void {
    this.reading = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.read(), restMs);
  }

  /** Stops what is still to come: the dialogue has gone. */
  end(): void {
    clearTimeout(this.#timer);
    this.#turn++;
  }

  /** Reads the file's head with the choices as they are; of overlapping calls the latest wins. Never rejects. */
  async read(): Promise<void> {
    const turn = ++this.#turn;
    this.reading = true;
    try {
      const preview = await this.#engine.preview(this.file, this.options);
      if (turn === this.#turn) this.#adopt(preview);
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    } finally {
      if (turn === this.#turn) this.reading = false;
    }
  }

  #adopt(preview: Preview): void {
    this.preview = preview;
    this.error = null;
    this.questions = keepAnswered(this.questions, preview.questions, this.options);
    this.family ||= familyOf(preview);
    const kept = this.#kept;
    if (kept) this.left = preview.columns.map(({ name }) => name).filter((name) => !kept.includes(name));
    this.#kept = undefined;
  }
}

/** An import that is being prepared: what the import dialogue shows. */
export class ImportDraft {
  items = $state.raw<readonly ImportItem[]>([]);
  current = $state(0);
  /** A choice holds for all files with the same columns. */
  shared = $state(true);
  /** Bytes that the database still takes; null until it has said so. */
  room = $state.raw<number | null>(null);
  /** Why the import failed, where it was tried. */
  error = $state.raw<unknown>(null);
  /** It didn't fit when it was first shown: the plan is what matters then, and stays on top. */
  crowded = $state(false);

  constructor(
    items: readonly ImportItem[],
    /** The table that this import takes the place of. */
    readonly replaces: string | null = null,
  ) {
    this.items = items;
  }

  readonly item: ImportItem | undefined = $derived(this.items[this.current]);
  readonly included: readonly ImportItem[] = $derived(this.items.filter((item) => item.included));
  readonly questions: number = $derived(this.included.reduce((sum, item) => sum + item.open, 0));
  readonly estimate: Estimate | null = $derived(sumOf(this.included.map((item) => item.estimate)));
  readonly fits: boolean = $derived(fitsIn(this.estimate, this.room));
  /** Something that only the user can say. */
  readonly inDoubt: boolean = $derived(
    this.questions > 0 || !this.fits || (this.items.length > 1 && this.items.some((item) => item.error !== null)),
  );

  /** Shows one of the files; one that was not looked into before is now. */
  show(index: number): void {
    this.current = index;
    const item = this.items[index];
    if (item && !item.preview && item.error === null) void item.read();
  }

  /** The items that a choice about this one is for. */
  alike(item: ImportItem): readonly ImportItem[] {
    if (!this.shared || item.family === '') return [item];
    return this.items.filter((other) => other.family === item.family);
  }

  choose(item: ImportItem, change: ImportOptions): void {
    for (const each of this.alike(item)) each.choose(each === item ? change : sharedChoices(change));
  }

  /** A sheet or a table of one file says nothing about another's. */
  answer(item: ImportItem, question: Question, index: number): void {
    const own = question.kind === 'sheet' || question.kind === 'part';
    for (const each of own ? [item] : this.alike(item)) each.answer(question, index);
  }

  setType(item: ImportItem, name: string, type: ColumnType): void {
    for (const each of this.alike(item)) each.setType(name, type);
  }

  setLeft(item: ImportItem, name: string, out: boolean): void {
    for (const each of this.alike(item)) each.setLeft(name, out);
  }

  setPlan(item: ImportItem, plan: Plan): void {
    for (const each of this.alike(item)) each.plan = plan;
  }

  end(): void {
    for (const item of this.items) item.end();
  }
}
