import type { AnySpec, Task } from '../contract/estimator.ts';

const folders = import.meta.glob<AnySpec>('./*/spec.ts', { eager: true, import: 'default' });

/** What is known of each estimator without loading it, by id: the `spec.ts` of each folder. A new folder is found here without an edit. */
export const specs: ReadonlyMap<string, AnySpec> = new Map(
  Object.values(folders)
    .sort((a, b) => a.id.localeCompare(b.id))
    .map((spec) => [spec.id, spec]),
);

/** The estimators for a task, by id. */
export const specsFor = (...tasks: readonly Task[]): AnySpec[] =>
  [...specs.values()].filter((spec) => tasks.some((task) => spec.tasks.includes(task)));

type Texts = Record<'en' | 'zh', Record<string, string>>;

/**
 * The texts that an analysis needs for a parameter whose choices are estimators (`option.<param>.<id>`), and for the settings of
 * each (`setting.<id>.<key>`): spread into its own.
 */
export function estimatorTexts(param: string, offered: readonly AnySpec[]): Texts {
  const inLanguage = (language: 'en' | 'zh') =>
    Object.fromEntries(
      offered.flatMap((spec) => {
        const texts = Object.entries(spec.texts[language] as Record<string, string>);
        return [
          [`option.${param}.${spec.id}`, spec.texts[language].title],
          ...texts.map(([key, text]) => [`setting.${spec.id}.${key}`, text]),
        ];
      }),
    );
  return { en: inLanguage('en'), zh: inLanguage('zh') };
}
