import type { ChartTheme } from '../contract/view.ts';

export type ThemeChoice = 'light' | 'dark' | 'system';

const key = 'behold.theme';
const choices: readonly ThemeChoice[] = ['light', 'dark', 'system'];

const stored = (): ThemeChoice => choices.find((choice) => choice === localStorage.getItem(key)) ?? 'system';

/** Light, dark, or as the system has it; writes `data-theme` on the document, where the tokens hang. */
export class Theme {
  #system = matchMedia('(prefers-color-scheme: dark)');
  #systemDark = $state(this.#system.matches);
  choice = $state<ThemeChoice>(stored());
  readonly dark = $derived(this.choice === 'system' ? this.#systemDark : this.choice === 'dark');
  /** The tokens as charts need them; read anew when the theme turns. */
  readonly chart: ChartTheme = $derived(readTokens(this.dark));

  constructor() {
    this.#system.addEventListener('change', (event) => {
      this.#systemDark = event.matches;
      this.#apply();
    });
    this.#apply();
  }

  set(choice: ThemeChoice): void {
    this.choice = choice;
    if (choice === 'system') localStorage.removeItem(key);
    else localStorage.setItem(key, choice);
    this.#apply();
  }

  /** From what is seen now to its opposite. */
  toggle(): void {
    this.set(this.dark ? 'light' : 'dark');
  }

  #apply(): void {
    document.documentElement.dataset.theme = this.dark ? 'dark' : 'light';
  }
}

function readTokens(dark: boolean): ChartTheme {
  // The attribute is set before any reader runs, but a derived value may be read first: so set it here too.
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    dark,
    text: token('--text'),
    muted: token('--muted'),
    line: token('--line'),
    surface: token('--surface'),
    accent: token('--accent'),
    font: token('--font'),
    categories: Array.from({ length: 7 }, (_, index) => token(`--category-${index + 1}`)),
  };
}
