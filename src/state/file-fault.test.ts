import { expect, it } from 'vitest';
import { AppError } from '../core/errors.ts';
import { describe as sentence } from '../i18n/errors/index.ts';
import { fileFault } from './file-fault.ts';

const said = (error: unknown, language: 'en' | 'zh') => {
  const { code, values } = error as AppError;
  return sentence(code, values, language);
};

it.each(['project.damaged', 'project.not-a-project', 'project.newer', 'project.wrong-passphrase'])(
  '%s names the file in both languages, without its insides',
  (code) => {
    const inner = new AppError(code, { detail: 'data/0f.arrow: incorrect data check.', format: 9, known: 2 });
    const fault = fileFault(inner, 'shop.behold');
    expect(fault).toMatchObject({ cause: inner });
    for (const language of ['en', 'zh'] as const) {
      expect(said(fault, language)).toContain('shop.behold');
      expect(said(fault, language)).not.toMatch(/incorrect|\.arrow|[{}]/);
    }
  },
);

it('leaves what is no fault of the file as it is', () => {
  const full = new AppError('storage.full');
  expect(fileFault(full, 'shop.behold')).toBe(full);
});
