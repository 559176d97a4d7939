// Behold in Chromium, through its public API.
import { chromium } from '@playwright/test';
import { chromiumFlags, chromiumPath } from '../build/chromium.mjs';
import { reports } from './reports.mjs';
import { median } from './median.mjs';
import { watchMemory } from './memory.mjs';

export const launch = () => chromium.launch({ executablePath: chromiumPath(), args: chromiumFlags });

/** Notes when the engine answers, in ms since the navigation began. */
function noteReady() {
  const timer = setInterval(() => {
    if (!('behold' in globalThis)) return;
    clearInterval(timer);
    globalThis.behold.ready.then(() => (globalThis.readyAt = performance.now()));
  }, 1);
}

async function readyAt(page, address) {
  await page.goto(address);
  await page.waitForFunction(() => globalThis.readyAt > 0, undefined, { timeout: 120_000 });
  return page.evaluate(() => globalThis.readyAt);
}

/** Milliseconds until the engine is ready: with nothing kept, and once the service worker has it all. */
export async function startUp(browser, address, runs) {
  const times = { cold: [], warm: [] };
  for (let run = 0; run < runs; run++) {
    const context = await browser.newContext();
    await context.addInitScript(noteReady);
    const page = await context.newPage();
    times.cold.push(await readyAt(page, address));
    await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
    times.warm.push(await readyAt(page, address));
    await context.close();
  }
  return { cold: median(times.cold), warm: median(times.warm) };
}

/** Puts the file into the page as a person's choice would, without reading it here. */
async function offerFile(page, file) {
  await page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'bench-file';
    document.body.append(input);
  });
  await page.setInputFiles('#bench-file', file);
}

const importOnce = (page, table) =>
  page.evaluate(async (table) => {
    const file = document.querySelector('#bench-file').files[0];
    const start = performance.now();
    const [report] = await globalThis.behold.import([file], { table });
    const seconds = (performance.now() - start) / 1000;
    await globalThis.behold.setMapping({
      events: { table: report.table, user: 'user', time: 'time', event: 'event', item: 'item', value: 'value' },
    });
    return { seconds, report: { table: report.table, rows: report.rows, records: report.records } };
  }, table);

const query = (page, sql) =>
  page.evaluate(async (sql) => {
    const start = performance.now();
    const rows = await globalThis.behold.sql(sql);
    return { seconds: (performance.now() - start) / 1000, rows };
  }, sql);

/** One run of an analysis; another seed each time, so that the cache cannot answer. */
const analysis = (page, id, params, seed) =>
  page.evaluate(
    async ([id, params, seed]) => {
      const start = performance.now();
      const { result, cached } = await globalThis.behold.run(id, params, { seed });
      if (cached) throw new Error(`${id} came from the cache`);
      return { seconds: (performance.now() - start) / 1000, result };
    },
    [id, params, seed],
  );

/** The worker keeps the events that reports read, of one state of the data: a question under another setting makes it forget them. */
const forgetTables = (page) =>
  page.evaluate(async () => {
    await globalThis.behold.setSettings({ weekStart: 'sunday' });
    await globalThis.behold.run('experiment-plan', {}, { seed: Math.floor(Math.random() * 2 ** 31) });
    await globalThis.behold.setSettings({ weekStart: 'monday' });
    // What the log offers is read here, not in the time of the report.
    await globalThis.behold.analyses();
  });

/** The page does so by itself in a quiet moment after the data changed. */
const readAhead = (page) => page.evaluate(() => globalThis.behold.prepare());

async function times(runs, work) {
  const outcomes = [];
  for (let run = 0; run < runs; run++) outcomes.push(await work(run));
  return { ...outcomes.at(-1), seconds: median(outcomes.map(({ seconds }) => seconds)) };
}

/**
 * Times import, each query, the log read ahead, and each report: at once over a log that is not in memory, first once the log is read
 * ahead, and again; also gives the view's definition, for the native run. */
export async function runBrowser(browser, address, file, table, queries, runs) {
  const context = await browser.newContext();
  const page = await context.newPage();
  page.setDefaultTimeout(600_000);
  await page.goto(address);
  await page.waitForFunction(() => 'behold' in globalThis);
  await page.evaluate(() => globalThis.behold.ready);
  await offerFile(page, file);
  const seconds = {};
  const answers = {};
  let peak;
  const imported = await times(runs, async (run) => {
    if (run > 0) await page.evaluate(() => globalThis.behold.erase());
    // Chromium is a child of this process.
    const memory = watchMemory(process.pid);
    const outcome = await importOnce(page, table);
    const megabytes = memory.stop();
    peak ??= megabytes;
    return outcome;
  });
  seconds.import = imported.seconds;
  for (const [name, sql] of Object.entries(queries)) {
    const outcome = await times(runs, () => query(page, sql));
    seconds[name] = outcome.seconds;
    answers[name] = outcome.rows;
  }
  const [ready, again] = [{}, {}];
  const timesAhead = [];
  for (const { name, id, params, answer } of reports) {
    const first = await times(runs, async (run) => {
      await forgetTables(page);
      return analysis(page, id, params, run + 1);
    });
    seconds[name] = first.seconds;
    answers[name] = answer(first.result);
    const prepared = await times(runs, async (run) => {
      await forgetTables(page);
      const start = performance.now();
      await readAhead(page);
      timesAhead.push((performance.now() - start) / 1000);
      return analysis(page, id, params, 2 * runs + run + 1);
    });
    ready[name] = prepared.seconds;
    again[name] = (await times(runs, (run) => analysis(page, id, params, runs + run + 1))).seconds;
  }
  const [view] = await page.evaluate(() =>
    globalThis.behold.sql("SELECT sql FROM duckdb_views() WHERE schema_name = 'canonical' AND view_name = 'events'"),
  );
  await context.close();
  return { seconds, ready, again, ahead: median(timesAhead), answers, peak, report: imported.report, view: view.sql };
}
