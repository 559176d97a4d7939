import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { bars } from '../../charts/bars.ts';
import { lines } from '../../charts/line.ts';
import { percentOf } from './quality.ts';
import type { OverviewResult, QualityFinding } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const BARS_SHOWN = 20;

function daysSentence(result: OverviewResult, text: Text): string {
  if (result.events === 0) return text('days.empty');
  const session = result.sessionsMapped
    ? text('session.mapped')
    : text('session.gap', { minutes: result.sessionGapMinutes });
  const { events, users, sessions, zone, byDay, first, last } = result;
  const span = { first: byDay[0]?.day ?? first!, last: byDay.at(-1)?.day ?? last! };
  return text('days.sentence', { events, users, sessions, zone, session, ...span });
}

function daysView(result: OverviewResult, text: Text): View {
  const { byDay, zone } = result;
  const line = (key: 'users' | 'newUsers') => ({ name: text(`line.${key}`), values: byDay.map((day) => day[key]) });
  const event = { name: text('line.events'), values: byDay.map((day) => day.events) };
  return {
    title: text('days.title'),
    sentence: daysSentence(result, text),
    table: {
      columns: (['day', 'events', 'users', 'newUsers'] as const).map((key) => text(`column.${key}`)),
      rows: byDay.map((day) => [day.day, day.events, day.users, day.newUsers]),
    },
    chart: (theme) =>
      lines(theme, [event, line('users'), line('newUsers')], {
        x: text('axis.day', { zone }),
        y: text('axis.count'),
        places: byDay.map((day) => day.day),
        format: (value) => new Intl.NumberFormat(text.language).format(value),
      }),
    marks: byDay.map((day) => `day:${day.day}`),
  };
}

function eventsView({ byEvent, events }: OverviewResult, text: Text): View {
  const nameOf = (event: string | null) => event ?? text('events.none');
  const most = byEvent[0]!;
  const share = percentOf(most.count / events);
  const format = new Intl.NumberFormat(text.language);
  const data = byEvent
    .slice(0, BARS_SHOWN)
    .map(({ event, count }) => ({ name: nameOf(event), value: count, label: format.format(count) }));
  return {
    title: text('events.title'),
    sentence: text('events.sentence', { event: nameOf(most.event), n: byEvent.length, share }),
    table: {
      columns: [text('column.event'), text('column.count'), text('column.users')],
      rows: byEvent.map(({ event, count, users }) => [event, count, users]),
    },
    chart: (theme) => bars(theme, data, text('axis.events')),
    marks: byEvent.map(({ event }) => (event === null ? null : `event:${event}`)),
  };
}

function itemsView({ topItems, items }: OverviewResult, text: Text): View {
  const { item, count, users } = topItems[0]!;
  return {
    title: text('items.title'),
    sentence: text('items.sentence', { item, count, users, n: items! }),
    table: {
      columns: [text('column.item'), text('column.count'), text('column.users')],
      rows: topItems.map((each) => [each.item, each.count, each.users]),
    },
    marks: topItems.map((each) => `item:${each.item}`),
  };
}

const findingText = ({ code, count, share }: QualityFinding, text: Text): string =>
  text(`quality.${code}`, { count, share: percentOf(share) });

function qualityView({ quality }: OverviewResult, text: Text): View {
  const worst = quality.reduce<QualityFinding | null>(
    (most, each) => (most && most.share >= each.share ? most : each),
    null,
  );
  return {
    title: text('quality.title'),
    sentence: worst
      ? text('quality.sentence', { n: quality.length, worst: findingText(worst, text) })
      : text('quality.clean'),
    table: {
      columns: [text('column.quality'), text('column.found'), text('column.share')],
      rows: quality.map((finding) => [findingText(finding, text), finding.count, finding.share]),
    },
  };
}

/** The series by day, the events by name, the items, and what may make figures wrong. */
export function views(result: OverviewResult, text: Text): View[] {
  if (result.events === 0) return [daysView(result, text), qualityView(result, text)];
  const made = [daysView(result, text)];
  if (result.byEvent.length > 0) made.push(eventsView(result, text));
  if (result.topItems.length > 0) made.push(itemsView(result, text));
  return [...made, qualityView(result, text)];
}
