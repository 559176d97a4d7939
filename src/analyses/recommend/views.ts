import { bars } from '../../charts/bars.ts';
import { namesOf } from '../../core/item-names.ts';
import { reasonText, sources } from '../../core/recommendation-reason.ts';
import type { View } from '../../contract/view.ts';
import { filled } from '../../features/recommending/words.ts';
import { boardView, metricsView, segmentsView } from './judged-views.ts';
import type { OffPolicy, RecommendResult } from './result.ts';
import type { Text } from './words.ts';
import { definitionText, listsDefinition, percent, three } from './words.ts';

const TABLE = 'recommendations';

/** Some users' lists, the reasons in the language of the page. */
function listsView(result: RecommendResult, text: Text): View {
  const { lists, recommended, model } = result;
  const [first] = lists;
  const hasTitles = lists.some(({ title }) => title !== null);
  const name = namesOf(lists.flatMap((row) => [row, ...row.why.items]));
  const reason = (row: (typeof lists)[number]) => reasonText(row.why, text.language, name);
  return {
    title: text('lists.title'),
    sentence: first
      ? text('lists.sentence', {
          user: first.user,
          item: name(first.item),
          reason: reason(first),
          table: TABLE,
          rows: recommended.rows,
          users: recommended.users,
        })
      : text('lists.none'),
    definition: listsDefinition(result, text),
    cautions: [
      ...(first && !hasTitles ? [text('caution.no-titles')] : []),
      ...(model.kept ? [] : [text('caution.model', { megabytes: model.megabytes || '> 500' })]),
    ],
    table: filled({
      columns: (['user', 'rank', 'item', 'title', 'score', 'reason', 'source'] as const).map((key) =>
        text(`column.${key}`),
      ),
      rows: lists.map((row) => [
        ...[row.user, row.rank, row.item, row.title, row.score],
        ...[reason(row), text(`source.${row.source}`)],
      ]),
    }),
    marks: lists.map(({ item }) => `item:${item}`),
  };
}

/** What is offered most: whether all get the same. */
function offeredView(result: RecommendResult, text: Text): View {
  const { recommended, leftOut } = result;
  const { most, items, top } = recommended;
  const name = namesOf(most);
  return {
    title: text('offer.title'),
    sentence:
      items === 0
        ? text('offer.none')
        : text('offer.sentence', {
            ...{ items, catalogue: leftOut.catalogue },
            ...{ lists: percent(top.lists), interactions: percent(top.interactions) },
          }),
    definition: listsDefinition(result, text),
    table: filled({
      columns: (['item', 'title', 'lists', 'had'] as const).map((key) => text(`column.${key}`)),
      rows: most.map(({ item, title, lists, users }) => [item, title, lists, users]),
    }),
    ...(items > 0 && {
      chart: (theme) =>
        bars(
          theme,
          most.map((row) => ({
            name: name(row.item),
            value: row.lists,
            label: text('offer.label', { lists: row.lists, users: row.users }),
          })),
          text('axis.lists'),
        ),
    }),
    marks: most.map(({ item }) => `item:${item}`),
  };
}

/** By what users are served: the cold start of users and of items. */
function sourcesView(result: RecommendResult, text: Text): View {
  const { users, bySource, usersBySource } = result.recommended;
  const shown = sources.filter((source) => bySource[source] > 0);
  const { popularity: cold, attributes: alike } = usersBySource;
  const { content } = bySource;
  const key = cold + alike + content > 0 ? 'cold.sentence' : 'cold.sentence.known';
  return {
    title: text('cold.title'),
    sentence: users === 0 ? text('cold.none') : text(key, { known: users - cold - alike, users, alike, cold, content }),
    definition: definitionText(result, text),
    table: {
      columns: (['source', 'users', 'rows'] as const).map((key) => text(`column.${key}`)),
      rows: shown.map((source) => [text(`source.${source}`), usersBySource[source], bySource[source]]),
    },
    marks: shown.map((source) => `source:${source}`),
  };
}

function policyView(result: RecommendResult, policy: OffPolicy, text: Text): View {
  const { ips, snips, dr, logged, low, high, n, ess, actions } = policy;
  const rows = [
    ...([
      ['ips', ips],
      ['snips', snips],
      ['dr', dr],
    ] as const),
    ['logged', logged] as const,
  ];
  return {
    title: text('policy.title'),
    sentence: text('policy.sentence', {
      ...{ dr: three(dr), actions, low: three(low), high: three(high), logged: three(logged) },
      ...{ n, ess: Math.round(ess) },
    }),
    definition: definitionText(result, text),
    cautions: [text('caution.policy')],
    table: {
      columns: [text('column.what'), text('column.estimate')],
      rows: rows.map(([key, value]) => [text(`policy.${key}`), value]),
    },
  };
}

function leftOutView(result: RecommendResult, text: Text): View {
  const { users, items, interactions, leftOut, split, definition } = result;
  const isPruned = definition.minPerUser > 1 || definition.minPerItem > 1;
  const rows = [
    ['users', users],
    ['without', leftOut.withoutInteractions],
    ['items', items],
    ['never', leftOut.neverHad],
    ['unlearnt', leftOut.unlearnt.items],
    ['interactions', interactions],
    ['train', split.train],
    ['validation', split.validation],
    ['test', split.test],
  ] as const;
  const whole = text(leftOut.withoutInteractions + leftOut.neverHad > 0 ? 'left.sentence' : 'left.sentence.whole', {
    ...{ users, items, interactions, people: leftOut.people, catalogue: leftOut.catalogue },
    ...{ without: leftOut.withoutInteractions, never: leftOut.neverHad },
    few: text(isPruned ? 'left.few.core' : 'left.few'),
  });
  const { unlearnt } = leftOut;
  const more = text('left.sentence.unlearnt', { items: unlearnt.items, share: percent(unlearnt.events) });
  return {
    title: text('left.title'),
    sentence: [whole, ...(unlearnt.items > 0 ? [more] : [])].join(text.language === 'zh' ? '' : ' '),
    definition: definitionText(result, text),
    table: {
      columns: [text('column.what'), text('column.n')],
      rows: rows.map(([key, count]) => [text(`left.${key}`), count]),
    },
  };
}

/** How good; every measure; for whom; the lists; what is offered; the cold start; the log's own word; what it stands on. */
export const views = (result: RecommendResult, text: Text): View[] => [
  boardView(result, text),
  metricsView(result, text),
  ...segmentsView(result, text),
  listsView(result, text),
  offeredView(result, text),
  sourcesView(result, text),
  ...(result.offPolicy ? [policyView(result, result.offPolicy, text)] : []),
  leftOutView(result, text),
];
