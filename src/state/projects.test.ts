import { beforeEach, expect, it, vi } from 'vitest';
import type { History } from '../contract/document.ts';
import type { ProjectStatus } from '../contract/engine.ts';
import type { KeptProject } from '../contract/storage.ts';
import { AppError } from '../core/errors.ts';
import { Jobs } from './jobs.svelte.ts';
import { Notices } from './notices.svelte.ts';
import { Projects } from './projects.svelte.ts';
import type { Workspace } from './workspace.svelte.ts';

const status: ProjectStatus = {
  id: 'p1',
  name: 'Shop',
  access: 'write',
  saving: 'empty',
  opening: null,
  error: null,
  savedAt: null,
  damage: [],
  fromPrevious: false,
  interrupted: null,
  trainings: [],
  awaits: [],
};

const kept: KeptProject = {
  id: 'p1',
  name: 'Shop',
  created: '2026-01-01T00:00:00Z',
  changed: '2026-01-01T00:00:00Z',
  tables: 1,
  rows: 3,
  bytes: 100,
  state: 'whole',
};

const proof = { patterns: 3, files: 2, bytes: 10, found: [] };

/** An engine that keeps projects in a list, and a workspace around it; `open` takes the one passphrase. */
function world({ projects = [] as KeptProject[], persisted = false } = {}) {
  let open = { ...status };
  let history: History = { entries: [], done: 0 };
  const engine = {
    status: () => open,
    history: () => history,
    projects: () => Promise.resolve(projects),
    persist: vi.fn(() => Promise.resolve(persisted)),
    newProject: () => Promise.resolve(),
    undo: () => Promise.resolve(void (history = { ...history, done: history.done - 1 })),
    deleteProject: (id: string) => {
      projects = projects.filter((project) => project.id !== id);
      return Promise.resolve(proof);
    },
  };
  const workspace = {
    engine,
    jobs: new Jobs(),
    notices: new Notices(),
    offline: 'off',
    mapping: {},
    tables: [],
    locale: { t: (key: string, values: object = {}) => `${key} ${JSON.stringify(values)}`, language: 'en' },
    open: (_file: File, { passphrase }: { passphrase?: string } = {}) => {
      const code = passphrase === undefined ? 'project.encrypted' : 'project.wrong-passphrase';
      return passphrase === 'right' ? Promise.resolve() : Promise.reject(new AppError(code));
    },
    save: () => Promise.resolve(new Blob(['x'])),
    refresh: () => Promise.resolve(),
  };
  return {
    projects: new Projects(workspace as unknown as Workspace),
    engine,
    notices: workspace.notices,
    set: (more: Partial<ProjectStatus>) => (open = { ...open, ...more }),
    record: (next: History) => (history = next),
  };
}

const stored = new Map<string, string>();
beforeEach(() => {
  stored.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => stored.get(key) ?? null,
    setItem: (key: string, value: string) => stored.set(key, value),
    removeItem: (key: string) => stored.delete(key),
  });
  vi.stubGlobal('navigator', { storage: { estimate: () => Promise.resolve({ usage: 85, quota: 100 }) } });
});

const file = new File(['sealed'], 'shop.behold');

it('asks for a passphrase, says when it is wrong, and asks again', async () => {
  const { projects, notices } = world();
  const opened = projects.openFile(file);
  await vi.waitFor(() => expect(projects.dialog).toMatchObject({ kind: 'passphrase', file, error: null }));
  await projects.unlock('wrong');
  expect(projects.dialog).toMatchObject({ kind: 'passphrase', error: { name: 'project.wrong-passphrase' } });
  await projects.unlock('right');
  expect(projects.dialog).toBeNull();
  expect(await opened).toBe(true);
  expect(notices.list).toEqual([]);
});

it('goes on with a passphrase whose dialogue was closed, and asks again where it is wrong', async () => {
  const { projects } = world();
  const opened = projects.openFile(file);
  await vi.waitFor(() => expect(projects.dialog?.kind).toBe('passphrase'));
  const wrong = projects.unlock('wrong');
  projects.close();
  expect(projects.dialog).toBeNull();
  await wrong;
  expect(projects.dialog).toMatchObject({ kind: 'passphrase', error: { name: 'project.wrong-passphrase' } });
  const right = projects.unlock('right');
  projects.close();
  await right;
  expect(projects.dialog).toBeNull();
  expect(await opened).toBe(true);
});

it('opens nothing where the user gives up', async () => {
  const { projects } = world();
  const opened = projects.openFile(file);
  await vi.waitFor(() => expect(projects.dialog?.kind).toBe('passphrase'));
  projects.close();
  expect(await opened).toBe(false);
  expect(projects.dialog).toBeNull();
});

it('asks the browser once to keep what was saved, and sees how full it is', async () => {
  const { projects, engine, set } = world({ projects: [kept] });
  projects.read();
  expect(engine.persist).not.toHaveBeenCalled();
  set({ saving: 'saved', savedAt: 1 });
  projects.read();
  await vi.waitFor(() => expect(projects.persisted).toBe(false));
  set({ savedAt: 2 });
  projects.read();
  await vi.waitFor(() => expect(projects.room).toEqual({ used: 85, quota: 100 }));
  expect(engine.persist).toHaveBeenCalledTimes(1);
  expect(projects.banner).toBe('full');
  projects.dismiss('full');
  expect(projects.banner).toBe('unpersisted');
});

it('speaks no more of eviction once the project is in a file, also after the page was loaded again', async () => {
  const first = world({ projects: [kept] });
  first.set({ saving: 'saved', savedAt: 1 });
  vi.stubGlobal('navigator', { storage: { estimate: () => Promise.resolve({ usage: 1, quota: 100 }) } });
  first.projects.read();
  await vi.waitFor(() => expect(first.projects.banner).toBe('unpersisted'));
  await first.projects.save({ data: false });
  expect(first.projects.banner).toBe('unpersisted');
  await first.projects.save();
  expect(first.projects.banner).toBeNull();
  const second = world({ projects: [kept] });
  second.set({ saving: 'saved', savedAt: 1 });
  second.projects.read();
  await vi.waitFor(() => expect(second.projects.persisted).toBe(false));
  expect(second.projects.banner).toBeNull();
});

it('notices that the browser has removed the projects, but not that the user has', async () => {
  const before = world({ projects: [kept, { ...kept, id: 'p2' }] });
  await before.projects.loadList();
  expect(before.projects.gone).toBe(0);
  const after = world();
  after.projects.read();
  await after.projects.loadList();
  expect(after.projects.gone).toBe(2);
  expect(after.projects.banner).toBe('gone');

  const deleting = world({ projects: [kept] });
  await deleting.projects.loadList();
  await deleting.projects.remove('p1', 'Shop');
  expect(deleting.projects.dialog).toEqual({ kind: 'proof', name: 'Shop', proof });
  await deleting.projects.loadList();
  expect(deleting.projects.gone).toBe(0);
});

it('holds still while another project is on its way', async () => {
  const { projects, set } = world();
  projects.read();
  let arrive = () => {};
  const opening = projects.exchange(() => new Promise((done) => (arrive = done)));
  set({ id: 'p2', name: 'Other' });
  expect(projects.canWrite).toBe(false);
  await projects.rename('Mine');
  expect(await projects.undo()).toBe(false);
  arrive();
  await opening;
  expect(projects.canWrite).toBe(true);
  expect(projects.status).toMatchObject({ id: 'p2', name: 'Other' });
});

it('says what it has undone, and does nothing where there is nothing', async () => {
  const { projects, notices, record } = world();
  projects.read();
  expect(await projects.undo()).toBe(false);
  const rename = { id: '1', at: '2026-01-01T00:00:00Z', kind: 'name' as const, before: 'A', after: 'B' };
  record({ entries: [rename], done: 1 });
  projects.read();
  expect(await projects.undo()).toBe(true);
  const [notice] = notices.list;
  expect(notice?.error).toMatchObject({ name: 'project.undone', values: { change: expect.stringContaining('"A"') } });
  expect(projects.redoable).toEqual(rename);
  expect(projects.undoable).toBeUndefined();
  record({ entries: [rename], done: 1 });
  projects.read();
  await projects.undo();
  expect(notices.list).toHaveLength(1);
  expect(notices.list[0]?.passing).toBe(true);
  notices.error(new AppError('project.damaged'));
  await projects.create();
  expect(notices.list.map(({ level }) => level)).toEqual(['error']);
});

it('names the project that the page starts with until it is there, and says so before its name is known', () => {
  expect(world().projects.opening).toBeNull();
  stored.set('behold.projects', '2');
  const { projects, set } = world();
  expect(projects.opening).toBe('');
  set({ name: '', opening: 'Shop' });
  projects.read();
  expect(projects.name).toBe('Shop');
  set({ name: 'Shop', opening: null });
  projects.read();
  expect(projects.opening).toBe('Shop');
});
