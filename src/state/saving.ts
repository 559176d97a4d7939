import type { ProjectStatus } from '../contract/engine.ts';
import type { Texts } from '../i18n/texts.ts';
import { formatWhen } from './when.ts';

/** How far the project is saved: an icon's name, words, and whether that is good. */
export interface SavingWords {
  icon: 'check' | 'history' | 'warning' | 'lock';
  tone: 'good' | 'muted' | 'warn' | 'bad';
  words: string;
}

const savedWords = (savedAt: number | null, { t, language }: Pick<Texts, 't' | 'language'>): string =>
  savedAt === null ? t('saving.saved-never') : t('saving.saved', { when: formatWhen(savedAt, Date.now(), language) });

/** The state of saving in words. Who may write comes first: what is not written here is not saved here. */
export function savingWords(status: ProjectStatus, texts: Pick<Texts, 't' | 'language'>): SavingWords {
  const { t } = texts;
  if (status.access === 'read') return { icon: 'lock', tone: 'warn', words: t('saving.read') };
  if (status.access === 'damaged') return { icon: 'warning', tone: 'bad', words: t('saving.damaged') };
  if (status.access === 'outdated') return { icon: 'warning', tone: 'bad', words: t('saving.outdated') };
  switch (status.saving) {
    case 'saved':
      return { icon: 'check', tone: 'good', words: savedWords(status.savedAt, texts) };
    case 'pending':
    case 'saving':
      return { icon: 'history', tone: 'muted', words: t(`saving.${status.saving}`) };
    case 'empty':
      return { icon: 'check', tone: 'muted', words: t('saving.empty') };
    case 'failed':
      return { icon: 'warning', tone: 'bad', words: t('saving.failed') };
    case 'off':
      return { icon: 'warning', tone: 'warn', words: t('saving.off') };
  }
}
