import { describe, expect, it } from 'vitest';
import type { Cohort, HistoryEntry, Report, SavedRun } from '../../contract/document.ts';
import type { RecipeStep } from '../../contract/operation.ts';
import type { Mapping, Settings } from '../../contract/project.ts';
import { texts } from '../../i18n/texts.ts';
import { fill } from '../../i18n/translate.ts';
import { describeChange } from './history-words.ts';

function told(kind: HistoryEntry['kind'], before: unknown, after: unknown, subject?: string): [string, string] {
  const entry: HistoryEntry = { id: '1', at: '2026-01-01T00:00:00.000Z', kind, before, after };
  const { code, values } = describeChange(subject === undefined ? entry : { ...entry, subject });
  const both = (['en', 'zh'] as const).map((language) => fill(texts[language][code], values, language));
  for (const text of both) expect(text).not.toMatch(/[{}]|undefined/);
  return both as [string, string];
}

const events = { table: 'log', user: 'uid', time: 'ts' };
const step = (operation: string, params: Record<string, unknown> = {}): RecipeStep => ({
  operation,
  version: 1,
  params,
});
const settings: Settings = { zone: 'UTC', weekStart: 'monday', language: 'en', sessionGapMinutes: 30 };
const cohort = (id: string, name: string, users = 1) => ({ id, name, users }) as Cohort;
const run = (id: string, name: string, seed = 1) => ({ id, name, seed }) as SavedRun;
const block = (id: string, text: string) => ({ id, kind: 'text' as const, text });
const report = (title: string, ...blocks: Report['blocks']): Report => ({ title, blocks });

describe('a change of the mapping', () => {
  it.each<[string, Mapping, Mapping, string, string]>([
    [
      'one field',
      { events },
      { events: { ...events, user: 'customer' } },
      'events.user: uid → customer',
      'events.user：uid → customer',
    ],
    ['a new field', { events }, { events: { ...events, event: 'what' } }, 'events.event: what', 'events.event：what'],
    [
      'a field less',
      { events: { ...events, value: { sql: 'price *\n quantity' } } },
      { events },
      'events.value: no longer price * quantity',
      'events.value：不再取 price * quantity',
    ],
    ['a constant', { events }, { events: { ...events, event: { constant: 7 } } }, 'events.event: 7', 'events.event：7'],
    ['a view', {}, { events }, 'events: taken from the table log', 'events：取自表 log'],
    ['a view less', { events }, {}, 'events: no longer taken from the table log', 'events：不再取自表 log'],
    [
      'two fields',
      { events },
      { events: { ...events, user: 'a', time: 'b' } },
      'Roles: 2 changes (events.user, events.time)',
      '字段映射：2 处更改（events.user, events.time）',
    ],
    [
      'two views',
      { events },
      { users: { table: 'people', user: 'id' } },
      'Roles: 2 changes (events, users)',
      '字段映射：2 处更改（events, users）',
    ],
  ])('in %s', (_, before, after, en, zh) => {
    expect(told('mapping', before, after)).toEqual([en, zh]);
  });
});

describe('a change of the settings', () => {
  it.each<[Partial<Settings>, string, string]>([
    [{ zone: 'Asia/Shanghai' }, 'Time zone: UTC → Asia/Shanghai', '时区：UTC → Asia/Shanghai'],
    [{ sessionGapMinutes: 45 }, 'Session gap: 30 → 45 min', '会话间隔：30 → 45 分钟'],
    [{ weekStart: 'sunday' }, 'Week starts on Sunday', '每周始于星期日'],
    [{ language: 'zh' }, 'Settings: 1 change', '设置：1 处更改'],
    [{ zone: 'Asia/Tokyo', weekStart: 'sunday' }, 'Settings: 2 changes', '设置：2 处更改'],
  ])('%o', (changes, en, zh) => {
    expect(told('settings', settings, { ...settings, ...changes })).toEqual([en, zh]);
  });

  it('back to Monday', () => {
    expect(told('settings', { ...settings, weekStart: 'sunday' }, settings)).toEqual([
      'Week starts on Monday',
      '每周始于星期一',
    ]);
  });
});

describe('a change of a recipe', () => {
  const [trim, fold, filter] = [step('trim'), step('fold'), step('filter', { where: 'a' })];
  it.each<[string, RecipeStep[], RecipeStep[], string, string]>([
    ['a first step', [], [trim], 'log: step 1 added, trim', 'log：添加第 1 步，trim'],
    ['a step between', [trim, filter], [trim, fold, filter], 'log: step 2 added, fold', 'log：添加第 2 步，fold'],
    ['a step twice', [trim], [trim, trim], 'log: step 2 added, trim', 'log：添加第 2 步，trim'],
    ['a step less', [trim, fold, filter], [fold, filter], 'log: step 1 removed, trim', 'log：移除第 1 步，trim'],
    [
      'other parameters',
      [trim, filter],
      [trim, step('filter', { where: 'b' })],
      'log: step 2 changed, filter',
      'log：修改第 2 步，filter',
    ],
    ['a step off', [trim], [{ ...trim, off: true }], 'log: step 1 switched off, trim', 'log：停用第 1 步，trim'],
    ['a step on', [{ ...trim, off: true }], [trim], 'log: step 1 switched on, trim', 'log：启用第 1 步，trim'],
    ['another order', [trim, fold, filter], [filter, trim, fold], 'log: steps in another order', 'log：调整步骤顺序'],
    ['none left', [trim, fold], [], 'log: all 2 steps removed', 'log：移除全部 2 个步骤'],
    ['many', [trim, fold, filter], [step('join')], 'log: 3 → 1 step', 'log：3 → 1 个步骤'],
  ])('%s', (_, before, after, en, zh) => {
    expect(told('recipe', before, after, 'log')).toEqual([en, zh]);
  });
});

describe('a change of a list', () => {
  const [a, b] = [cohort('1', 'Buyers'), cohort('2', 'Leavers')];
  it.each<[string, Cohort[], Cohort[], string, string]>([
    ['saved', [a], [a, b], 'Cohort “Leavers” saved', '保存用户群“Leavers”'],
    ['removed', [a, b], [b], 'Cohort “Buyers” removed', '移除用户群“Buyers”'],
    [
      'renamed',
      [a, b],
      [a, { ...b, name: 'Lost' }],
      'Cohort renamed: “Leavers” → “Lost”',
      '用户群重命名：“Leavers”→“Lost”',
    ],
    ['changed', [a], [{ ...a, users: 2 }], 'Cohort “Buyers” changed', '修改用户群“Buyers”'],
    ['many', [a, b], [], 'Cohorts changed, now 0', '用户群有更改，现有 0 个'],
    ['in another order', [a, b], [b, a], 'Cohorts changed, now 2', '用户群有更改，现有 2 个'],
  ])('of cohorts: %s', (_, before, after, en, zh) => {
    expect(told('cohorts', before, after)).toEqual([en, zh]);
  });

  it.each<[string, SavedRun[], SavedRun[], string, string]>([
    ['saved', [], [run('1', 'May')], 'Run “May” saved', '保存运行“May”'],
    ['removed', [run('1', 'May')], [], 'Saved run “May” removed', '移除已保存的运行“May”'],
    [
      'renamed',
      [run('1', 'May')],
      [run('1', 'June')],
      'Saved run renamed: “May” → “June”',
      '已保存的运行重命名：“May”→“June”',
    ],
    ['changed', [run('1', 'May')], [run('1', 'May', 2)], 'Saved run “May” changed', '修改已保存的运行“May”'],
    [
      'many',
      [run('1', 'May')],
      [run('2', 'June'), run('3', 'July')],
      'Saved runs changed, now 2',
      '已保存的运行有更改，现有 2 个',
    ],
  ])('of runs: %s', (_, before, after, en, zh) => {
    expect(told('runs', before, after)).toEqual([en, zh]);
  });
});

describe('a change of the report', () => {
  const [a, b] = [block('1', 'one'), block('2', 'two')];
  it.each<[string, Report, Report, string, string]>([
    ['title', report('Old', a), report('New', a), 'Report title: “Old” → “New”', '报告标题：“Old”→“New”'],
    ['a block', report('R'), report('R', a), 'Report: 1 block added', '报告：添加 1 块'],
    ['blocks less', report('R', a, b), report('R'), 'Report: 2 blocks removed', '报告：移除 2 块'],
    ['order', report('R', a, b), report('R', b, a), 'Report: blocks in another order', '报告：调整块的顺序'],
    ['text', report('R', a), report('R', block('1', 'uno')), 'Report edited', '编辑报告'],
  ])('%s', (_, before, after, en, zh) => {
    expect(told('report', before, after)).toEqual([en, zh]);
  });
});

describe('other changes', () => {
  it.each<[HistoryEntry['kind'], unknown, unknown, string, string]>([
    ['name', 'Shop', 'Shop 2', 'Project renamed: “Shop” → “Shop 2”', '项目重命名：“Shop”→“Shop 2”'],
    ['notes', '', 'Ask\n  Li Na', 'Notes edited: “Ask Li Na”', '编辑备注：“Ask Li Na”'],
    ['notes', 'a', '', 'Notes cleared', '清空备注'],
    ['model', { kind: 'x' }, null, 'Model m removed', '移除模型 m'],
    ['model', null, { kind: 'x' }, 'Model m added', '添加模型 m'],
    ['model', { kind: 'x' }, { kind: 'y' }, 'Model m replaced', '替换模型 m'],
  ])('of %s', (kind, before, after, en, zh) => {
    expect(told(kind, before, after, 'm')).toEqual([en, zh]);
  });

  it('are cut by characters, not within one', () => {
    expect(told('notes', '', '😀'.repeat(61))[0]).toBe(`Notes edited: “${'😀'.repeat(59)}…”`);
  });

  it.each<HistoryEntry['kind']>(['mapping', 'settings', 'recipe', 'cohorts', 'runs', 'report', 'name', 'notes'])(
    'of %s with values of another shape are told all the same',
    (kind) => {
      expect(told(kind, 5, null)).toEqual([`A change (${kind})`, `一项更改（${kind}）`]);
    },
  );
});
