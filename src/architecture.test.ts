import { readFileSync, readdirSync } from 'node:fs';
import { posix, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';

type Layer = string;
type Table = Map<Layer, Set<Layer>>;
/** Source texts by path from the project's root. */
type Sources = Map<string, string>;

const INDEX = 'analyses/X/index.ts';
const COMPUTE = 'analyses/X/compute.ts';
const SPEC = 'models/X/spec.ts';
const RECOMMENDER_SPEC = 'recommenders/X/spec.ts';

/** The names that the table's right-hand column uses for what it calls otherwise on the left. */
const ALIASES: Record<string, Layer> = { analyses: INDEX, 'analyses/*/compute': COMPUTE, 'registry.ts': 'registry' };

const layerNamed = (name: string): Layer => ALIASES[name] ?? name;

/** "Who may import whom", read from the page that people read. */
function allowedEdges(page: string): Table {
  const lines = page
    .split('### Who may import whom')[1]!
    .split('\n## ')[0]!
    .match(/^\|.+\|$/gm)!;
  const rows = lines.slice(2).map((line) => line.split('|').slice(1, 3) as [string, string]);
  const layers = rows.flatMap(([left]) => left.split(',').map((name) => layerNamed(name.trim())));
  const edges: Table = new Map();
  for (const [left, right] of rows) {
    const named = right
      .replace(/;.*|\(.*?\)/g, '')
      .split(',')
      .map((name) => layerNamed(name.trim()));
    for (const layer of left.split(','))
      edges.set(layerNamed(layer.trim()), new Set(named.filter((name) => layers.includes(name))));
  }
  return edges;
}

/** App.svelte sits beside the pages and belongs to them; main.ts puts all parts together and is not judged. */
function layerOf(path: string): Layer | null {
  const [top, folder, file, inner] = path.split('/');
  if (path === 'src/main.ts') return null;
  if (top !== 'src') return top ?? null;
  const isSpec = file === 'specs.ts' || inner === 'spec.ts';
  if (isSpec && folder === 'models') return SPEC;
  if (isSpec && folder === 'recommenders') return RECOMMENDER_SPEC;
  if (folder === 'analyses') return inner === 'compute.ts' ? COMPUTE : file && inner ? INDEX : null;
  if (folder === 'registry.ts') return 'registry';
  return file ? folder! : 'pages';
}

interface Import {
  target: string;
  typeOnly: boolean;
}

const STATEMENT = /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'"`;()]*?\sfrom\s*)?['"]([^'"]+)['"]/g;
/** A worker named with a query is a URL, and no import of its code. */
const SOURCE = /\.(ts|svelte)$/;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g;

function importsOf(path: string, text: string): Import[] {
  const at = (specifier: string) => posix.join(posix.dirname(path), specifier);
  const still = [...text.matchAll(STATEMENT)].map((match) => ({ specifier: match[2]!, typeOnly: Boolean(match[1]) }));
  const dynamic = [...text.matchAll(DYNAMIC)].map((match) => ({ specifier: match[1]!, typeOnly: false }));
  const ours = [...still, ...dynamic].filter(({ specifier }) => specifier.startsWith('.') && SOURCE.test(specifier));
  return ours.map(({ specifier, typeOnly }) => ({ target: at(specifier), typeOnly }));
}

const analysisOf = (path: string): string | null => /^src\/analyses\/([^/]+)\//.exec(path)?.[1] ?? null;

/** The files of an analysis that its compute.ts brings into the worker: they keep its rules. */
function inWorker(compute: string, sources: Sources): Set<string> {
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    for (const { target, typeOnly } of importsOf(path, sources.get(path) ?? '')) {
      if (!typeOnly && analysisOf(target) === analysisOf(compute)) visit(target);
    }
  };
  visit(compute);
  return found;
}

function fault(path: string, layer: Layer, { target, typeOnly }: Import, allowed: Table): string | null {
  const [from, to] = [analysisOf(path), analysisOf(target)];
  const targetLayer = layerOf(target);
  if (from && to && from !== to) return `${path} imports ${target}: an analysis never imports another`;
  if (from && to) {
    const definition = layer === COMPUTE && target.endsWith('/index.ts') && !typeOnly;
    return definition ? `${path} imports ${target}: compute.ts may only import its type` : null;
  }
  const judged = targetLayer !== null && allowed.has(targetLayer) && targetLayer !== layer;
  if (!judged || allowed.get(layer)!.has(targetLayer)) return null;
  return `${path} imports ${target}: ${layer} may not import ${targetLayer}`;
}

/** Every import line that crosses an edge which the table does not allow. */
function violations(sources: Sources, allowed: Table): string[] {
  const computes = [...sources.keys()].filter((path) => layerOf(path) === COMPUTE);
  const worker = new Set(computes.flatMap((path) => [...inWorker(path, sources)]));
  return [...sources].flatMap(([path, text]) => {
    const layer = worker.has(path) ? COMPUTE : layerOf(path);
    if (layer === null || !allowed.has(layer)) return [];
    return importsOf(path, text)
      .map((each) => fault(path, layer, each, allowed))
      .filter((found) => found !== null);
  });
}

const ROOT = resolve(import.meta.dirname, '..');
const isSource = (path: string) => /\.(ts|svelte)$/.test(path) && !/(\.test\.ts|\.d\.ts)$|(^|\/)test-[^/]*$/.test(path);

function projectSources(): Sources {
  const under = (folder: string) =>
    readdirSync(resolve(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((path) =>
      posix.join(folder, path.replaceAll('\\', '/')),
    );
  const paths = ['src', 'workers', 'e2e'].flatMap(under).filter(isSource);
  return new Map(paths.map((path) => [path, readFileSync(resolve(ROOT, path), 'utf8')]));
}

const allowed = allowedEdges(readFileSync(resolve(ROOT, 'docs/architecture.md'), 'utf8'));

test('the table is read whole', () => {
  expect(allowed.get('core')).toEqual(new Set());
  expect(allowed.get('features')).toEqual(new Set(['core', 'contract', 'sql', 'charts']));
  expect(allowed.get(COMPUTE)).toEqual(new Set(['core', 'contract', 'models', 'recommenders', SPEC, RECOMMENDER_SPEC]));
  expect(allowed.get('workers')?.has(COMPUTE)).toBe(true);
  expect(allowed.get('state')?.has('registry')).toBe(true);
  expect(allowed.size).toBeGreaterThanOrEqual(17);
});

test('nothing imports what it may not', () => {
  const sources = projectSources();
  expect(sources.size).toBeGreaterThan(50);
  expect(violations(sources, allowed)).toEqual([]);
});

describe('a planted violation is caught', () => {
  const planted = (path: string, text: string, more: [string, string][] = []) =>
    violations(new Map([[path, text], ...more]), allowed);

  test.each([
    ['src/core/x.ts', "import { duckdb } from '../sql/duckdb.ts';", 'core may not import sql'],
    [
      'src/ui/Chart.svelte',
      "<script>\n  import type { Params } from '../analyses/funnel/params.ts';\n</script>",
      'ui may not import',
    ],
    ['src/charts/x.ts', "export { a } from '../ui/a.ts';", 'charts may not import ui'],
    ['src/engine/x.ts', "const lazy = () => import('../../workers/turn.ts');", 'engine may not import workers'],
    ['src/analyses/a/index.ts', "import b from '../b/index.ts';", 'an analysis never imports another'],
    ['src/analyses/a/compute.ts', "import a from './index.ts';", 'compute.ts may only import its type'],
    ['src/analyses/a/compute.ts', "import {\n  order,\n} from '../../features/events.ts';", 'may not import features'],
    ['e2e/x.ts', "import { fill } from '../src/i18n/translate.ts';", 'e2e may not import i18n'],
  ])('%s: %s', (path, text, expected) => {
    expect(planted(path, text)).toEqual([expect.stringContaining(expected)]);
  });

  test('in a file that compute.ts brings along', () => {
    const beside: [string, string][] = [
      ['src/analyses/a/part.ts', "import { order } from '../../features/events.ts';"],
    ];
    expect(planted('src/analyses/a/compute.ts', "import { part } from './part.ts';", beside)).toHaveLength(1);
    expect(planted('src/analyses/a/compute.ts', "import type { Part } from './part.ts';", beside)).toEqual([]);
  });

  test('and the allowed ones are not', () => {
    expect(
      planted('src/analyses/a/compute.ts', "import type a from './index.ts';\nimport { x } from '../../core/x.ts';"),
    ).toEqual([]);
    expect(planted('src/ui/A.svelte', "import { onMount } from 'svelte';\nimport './a.css';")).toEqual([]);
  });
});
