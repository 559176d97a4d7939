import { afterEach, describe, expect, it } from 'vitest';
import { failure, rowsOf as rows, shopLog as log, TestTabs } from './test-tabs.ts';
import type { TestTab as Tab } from './test-tabs.ts';
import { testDisk } from './test-workers.ts';

const tabs = new TestTabs();
const openTab: TestTabs['open'] = (disk) => tabs.open(disk);

afterEach(() => tabs.closeAll(), 60_000);

/** A loaded machine takes its time. */
const soon = <T>(read: () => T) => expect.poll(read, { timeout: 30_000 });

describe('a project', () => {
  it('is there again when the page is opened anew, rows, roles, steps and all', async () => {
    const disk = testDisk();
    const first = await openTab(disk);
    await first.engine.import([log()]);
    await first.engine.query('CREATE VIEW buyers AS SELECT DISTINCT user_id FROM shop WHERE amount > 0');
    await first.engine.query('CREATE MACRO twice(x, factor := 2) AS x * factor');
    await first.engine.query("UPDATE shop SET amount = 7 WHERE user_id = 'customer-bob'");
    await first.engine.setSettings({ zone: 'Asia/Shanghai' });
    await first.engine.setPart('notes', 'Look at Bob');
    await first.engine.saved();
    const shown = async (tab: Tab) => ({
      tables: await tab.engine.tables(),
      mapping: tab.engine.mapping(),
      settings: tab.engine.settings(),
      reports: tab.engine.reports().map(({ records }) => records),
      history: tab.engine.history(),
      notes: tab.engine.part('notes'),
      rows: await rows(tab, 'SELECT user_id, twice(amount) AS a FROM shop'),
      view: await rows(tab, 'SELECT * FROM buyers ORDER BY 1'),
      fingerprint: (await tab.engine.dataset()).fingerprint,
    });
    const before = await shown(first);
    expect(before.view).toEqual({ user_id: ['customer-ann', 'customer-bob'] });
    expect(before.rows['a']).toEqual([null, 25, 14]);
    await tabs.close(first);
    const second = await openTab(disk);
    expect(await shown(second)).toEqual(before);
    expect(second.notices).toEqual([]);
    expect(second.engine.status()).toMatchObject({ name: 'shop', access: 'write', saving: 'saved', damage: [] });
  });

  it('comes back from its files when the database dies: the file it was imported from is no longer needed', async () => {
    const tab = await openTab(testDisk());
    const file = log();
    await tab.engine.import([file]);
    await tab.engine.saved();
    const gone = () => {
      throw new DOMException('gone', 'NotReadableError');
    };
    Object.assign(file, { slice: gone, stream: gone });
    tab.database.die();
    expect(await rows(tab, 'SELECT count(*)::DOUBLE AS n FROM canonical.events')).toEqual({ n: [3] });
    expect(tab.notices).not.toContain('engine.table-lost');
  });

  it('is one of several: made, opened, renamed, duplicated, deleted', async () => {
    const { engine } = await openTab(testDisk());
    await engine.import([log()]);
    await engine.saved();
    const first = engine.status().id;
    await engine.newProject();
    expect(await engine.tables()).toEqual([]);
    await engine.import([log('other.csv')]);
    await engine.saved();
    expect((await engine.projects()).map(({ name, rows: n }) => [name, n])).toEqual([
      ['other', 3],
      ['shop', 3],
    ]);
    await engine.renameProject(first, 'Spring');
    await engine.openProject(first);
    expect(engine.status().name).toBe('Spring');
    expect((await engine.tables()).map(({ name }) => name)).toEqual(['shop']);
    await engine.duplicateProject();
    expect(engine.status().name).toBe('Spring (copy)');
    // A project that is not open: its users are read from its files.
    expect(await engine.deleteProject(first)).toMatchObject({ patterns: 2, found: [] });
    expect((await engine.projects()).map(({ name }) => name).sort()).toEqual(['Spring (copy)', 'other']);
    const proof = await engine.erase();
    expect(proof).toMatchObject({ patterns: 4, found: [] });
    expect([await engine.projects(), await engine.tables()]).toEqual([[], []]);
  });

  it('that is empty is not kept', async () => {
    const { engine } = await openTab(testDisk());
    await engine.setSettings({ language: 'zh' });
    await engine.saved();
    expect([await engine.projects(), engine.status().saving]).toEqual([[], 'empty']);
  });
});

describe('undo and redo', () => {
  it('go through roles, settings, steps and parts', async () => {
    const { engine } = await openTab(testDisk());
    await engine.import([log()]);
    const guessed = engine.mapping();
    await engine.setMapping({ events: { table: 'shop', user: 'user_id', time: 'timestamp' } });
    await engine.setSettings({ weekStart: 'sunday' });
    await engine.setPart('notes', 'one');
    await engine.undo();
    expect(engine.part('notes')).toBe('');
    await engine.undo();
    expect(engine.settings().weekStart).toBe('monday');
    await engine.undo();
    expect(engine.mapping()).toEqual(guessed);
    await engine.goTo(3);
    expect([engine.part('notes'), engine.settings().weekStart, engine.mapping().events?.event]).toEqual([
      'one',
      'sunday',
      undefined,
    ]);
  });

  it('leave out what can’t be taken back any more, and go on before it', async () => {
    const { engine } = await openTab(testDisk());
    await engine.import([log()]);
    await engine.setPart('notes', 'kept');
    await engine.setMapping({});
    await engine.dropTable('shop');
    expect((await failure(engine.undo())).code).toBe('history.no-longer-possible');
    await engine.undo();
    expect(engine.part('notes')).toBe('');
  });
});

describe('two tabs', () => {
  it('one writes, the other follows live and may take over', async () => {
    const disk = testDisk();
    const writer = await openTab(disk);
    await writer.engine.import([log()]);
    await writer.engine.saved();
    const reader = await openTab(disk);
    expect(reader.engine.status().access).toBe('read');
    expect((await failure(reader.engine.setPart('notes', 'no'))).code).toBe('project.read-only');
    await writer.engine.setPart('notes', 'from the writer');
    await writer.engine.import([log('more.csv')]);
    await writer.engine.saved();
    await soon(() => reader.engine.part('notes')).toBe('from the writer');
    await soon(async () => (await reader.engine.tables()).length).toBe(2);
    await writer.engine.setPart('notes', 'last words');
    await reader.engine.takeOver();
    expect([reader.engine.status().access, writer.engine.status().access]).toEqual(['write', 'read']);
    expect(reader.engine.part('notes')).toBe('last words');
    await reader.engine.setPart('notes', 'mine now');
    await reader.engine.saved();
    await soon(() => writer.engine.part('notes')).toBe('mine now');
  }, 90_000);

  it('the one that is left may write when the other is closed', async () => {
    const disk = testDisk();
    const writer = await openTab(disk);
    await writer.engine.import([log()]);
    await writer.engine.saved();
    const reader = await openTab(disk);
    await tabs.close(writer);
    await soon(() => reader.engine.status().access).toBe('write');
  }, 90_000);
});

describe('a template', () => {
  it('waits for its table, and gives it roles', async () => {
    const { engine } = await openTab(testDisk());
    await engine.import([log()]);
    await engine.setMapping({
      events: { table: 'shop', user: 'user_id', time: 'timestamp', value: { sql: 'amount * 2' } },
    });
    const template = await engine.save({ data: false });
    await engine.open(template);
    expect([await engine.tables(), engine.mapping()]).toEqual([[], {}]);
    expect(engine.status().awaits).toMatchObject([{ name: 'shop' }]);
    const [report] = await engine.import([log('march.csv')]);
    expect(report!.table).toBe('shop');
    expect(engine.mapping().events).toMatchObject({ table: 'shop', value: { sql: 'amount * 2' } });
    expect(engine.status().awaits).toEqual([]);
  });
});
