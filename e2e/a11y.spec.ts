import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';
import { Workbench, pages } from './workbench.ts';

const languages = { en: 'en-GB', zh: 'zh-CN' } as const;
const themes = ['light', 'dark'] as const;
const both = ['en light', 'zh dark'];

/** What the browser complains of: a policy that was broken, an error that nobody caught. */
function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on('pageerror', (error) => found.push(error.message));
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) found.push(message.text());
  });
  return found;
}

/** axe's findings as lines that say where. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} (${node.failureSummary})`));
}

for (const [language, locale] of Object.entries(languages)) {
  for (const colorScheme of themes) {
    test.describe(`${language}, ${colorScheme}`, () => {
      test.use({ locale, colorScheme });

      test('axe finds nothing on any page, empty or with data, and the policy is never broken', async ({ page }) => {
        // Some twenty pages, each read whole by axe.
        test.setTimeout(300_000);
        const found = complaints(page);
        const app = new Workbench(page);
        await app.open();
        await expect(page.locator('html')).toHaveAttribute('lang', new RegExp(`^${language}`));
        for (const name of pages) {
          await app.goTo(name);
          expect(await findings(page), `${name}, empty`).toEqual([]);
        }
        await app.importSample('ecom.csv.gz');
        for (const name of pages) {
          await app.goTo(name);
          expect(await findings(page), `${name}, with data`).toEqual([]);
        }
        // The frame is the same around each: both languages and both themes, but not all four pairs.
        const analyses = both.includes(`${language} ${colorScheme}`)
          ? await page.evaluate(() => behold.analyses())
          : [];
        for (const { id } of analyses) {
          await page.evaluate((id) => (location.hash = `#/analyse/${id}`), id);
          await expect(page.locator('main h1').first()).toBeVisible();
          await page.waitForTimeout(600);
          expect(await findings(page), id).toEqual([]);
        }
        expect(found).toEqual([]);
      });
    });
  }
}
