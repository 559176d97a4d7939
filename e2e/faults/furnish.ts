import type { Workbench } from '../workbench.ts';

const extra =
  'user,when,what,amount\n ann ,2024-01-01,view,1\nbob,2024-01-02,buy,12.5\nbob,2024-01-02,buy,12.5\ncleo,2024-01-03,view,3\n';

/** A project with something of everything: tables, steps, mapping, settings, notes, a cohort, a run, a report. */
export async function furnish(app: Workbench): Promise<void> {
  await app.importSample('ecom.csv.gz');
  await app.importText('extra.csv', extra);
  await app.page.evaluate(async () => {
    await behold.setRecipe('extra', [
      { operation: 'deduplicate' },
      { operation: 'trim', params: { columns: ['user'] } },
    ]);
    await behold.setSettings({ sessionGapMinutes: 45, zone: 'Asia/Shanghai' });
    await behold.renameProject((await behold.project()).id, 'Autumn “sale” 秋');
    await behold.setPart('notes', 'Kept: é, 漢字, 🛒, a "quote".\nSecond line.');
    const steps = ['catalog', 'add_to_cart', 'purchase'];
    const funnel = await behold.run('funnel', { steps, window: '7d' });
    const at = '2024-07-01T10:00:00.000Z';
    await behold.setPart('runs', [
      {
        id: 'run-1',
        name: 'Checkout',
        analysis: 'funnel',
        version: 1,
        params: { steps, window: '7d' },
        seed: funnel.seed,
        fingerprint: 'abc',
        digest: 'def',
        sentence: funnel.views[0]!.sentence,
        language: 'en',
        at,
      },
    ]);
    await behold.setPart('cohorts', [
      {
        id: 'cohort-1',
        name: 'Buyers',
        rule: {
          kind: 'mark',
          analysis: 'funnel',
          version: 1,
          params: { steps, window: '7d' },
          mark: '2',
          label: 'purchase',
        },
        label: 'purchase',
        users: 210,
        fingerprint: 'abc',
        at,
      },
    ]);
    await behold.setPart('report', {
      title: 'For Monday',
      blocks: [
        { id: 'b1', kind: 'text', text: 'Read this.' },
        { id: 'b2', kind: 'run', run: 'run-1' },
      ],
    });
    await behold.saved();
  });
}

/** The same with a model and the table of its scores. */
export async function furnishWithModel(app: Workbench): Promise<void> {
  await furnish(app);
  await app.run('propensity', {}, { backend: 'wasm', seed: 5 });
  await app.page.evaluate(() => behold.saved());
}
