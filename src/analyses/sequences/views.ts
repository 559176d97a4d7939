import type { Translate } from '../../contract/analysis.ts';
import type { View } from '../../contract/view.ts';
import { bars } from '../../charts/bars.ts';
import { signedBars } from '../../charts/signed-bars.ts';
import { wilson } from '../../core/statistics.ts';
import { definitionText, groupTexts, nodeText, percent } from '../../features/path-words.ts';
import { patternMark } from './marks.ts';
import type { Pattern, SequencesResult } from './result.ts';
import type { TextKey } from './texts.ts';

type Text = Translate<TextKey>;

const BARS = 20;

const nameOf = ({ events }: Pattern, text: Text): string => events.map((event) => nodeText(event, text)).join(' → ');

function foundText({ patterns, ended, complete, definition }: SequencesResult, text: Text): string {
  // Rounded up: nothing is claimed of a support just below.
  const values = { n: patterns.length, min: definition.minSupport, complete: Math.ceil(complete * 1000) / 10 };
  return text(`frequent.${ended}`, values);
}

function frequentSentence(result: SequencesResult, text: Text): string {
  const { patterns, cases, definition } = result;
  const unit = text(`unit.${definition.unit}`);
  const [first] = patterns;
  if (!first) {
    const { minLength, maxLength, minSupport } = definition;
    return text('frequent.none', { minLength, maxLength, min: minSupport, cases, unit });
  }
  const { low, high } = wilson(first.cases, cases)!;
  return text('frequent.sentence', {
    ...{ pattern: nameOf(first, text), share: percent(first.support), count: first.cases, users: first.users },
    ...{ low: percent(low), high: percent(high), cases, unit, found: foundText(result, text) },
  });
}

function define(result: SequencesResult, text: Text, more: readonly string[] = []): string {
  const { gaps, split, untilGoal } = result.definition;
  const until = split === 'did' && untilGoal ? text('define.until') : '';
  return definitionText(result.definition, text, [text(`define.gaps.${gaps}`), until, ...more]);
}

function frequentView(result: SequencesResult, text: Text): View {
  const { patterns, cases } = result;
  const small = patterns.filter((pattern) => pattern.users < 30).length;
  const keys = ['pattern', 'cases', 'support', 'low', 'high', 'users'] as const;
  return {
    title: text('frequent.title'),
    sentence: frequentSentence(result, text),
    definition: define(result, text),
    cautions: [
      text('caution.parts'),
      ...(small > 0 ? [text('caution.small', { n: small, unit: text('unit.user') })] : []),
    ],
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: patterns.map((pattern) => {
        const { low, high } = wilson(pattern.cases, cases)!;
        return [nameOf(pattern, text), pattern.cases, pattern.support, low, high, pattern.users];
      }),
    },
    marks: patterns.map(({ events }) => patternMark(events)),
    ...(patterns.length > 0 && {
      chart: (theme) =>
        bars(
          theme,
          patterns.slice(0, BARS).map((pattern) => ({
            ...{ name: nameOf(pattern, text), value: percent(pattern.support), label: `${percent(pattern.support)} %` },
          })),
          text('axis.support'),
        ),
    }),
  };
}

type Compared = Pattern & { compared: NonNullable<Pattern['compared']> };

const digits = (value: number): number => Number(value.toPrecision(2));

function groupSentence(result: SequencesResult, rows: readonly Compared[], text: Text): string {
  const { groups, definition, patterns } = result;
  const [a, b] = groupTexts({ split: definition.split, names: groups!.names }, text);
  const sure = rows.filter(({ compared }) => compared.q < 0.05);
  const [first] = sure;
  if (!first) return text('groups.none', { all: patterns.length, a, b });
  const [shareA, shareB] = first.compared.users.map((users, n) => percent(users / groups!.users[n]!)) as [
    number,
    number,
  ];
  return text('groups.sentence', {
    ...{ pattern: nameOf(first, text), a, b, shareA, shareB, n: sure.length, all: patterns.length },
    ...{ odds: digits(first.compared.oddsRatio), q: digits(first.compared.q) },
  });
}

/** What sets the groups apart, the largest difference first. */
function groupView(result: SequencesResult, text: Text): View {
  const { patterns, definition } = result;
  const groups = result.groups!;
  const names = groupTexts({ split: definition.split, names: groups.names }, text);
  const rows = (patterns as Compared[]).slice();
  rows.sort((x, y) => Math.abs(y.compared.difference) - Math.abs(x.compared.difference));
  const [usersA, usersB] = groups.users;
  const share = (users: number, of: number) => (of > 0 ? users / of : null);
  const columns = (['usersOf', 'shareOf'] as const).flatMap((key) =>
    names.map((group) => text(`column.${key}`, { group })),
  );
  return {
    title: text('groups.title'),
    sentence: groupSentence(result, rows, text),
    definition: define(result, text, [
      text('define.groups', { a: names[0], b: names[1], usersA, usersB }),
      definition.split === 'property' ? text('define.first') : '',
      text('define.test'),
    ]),
    cautions: [
      text('caution.cause'),
      text('caution.many', { n: patterns.length }),
      text('caution.exposure'),
      text('caution.parts'),
      ...(definition.split === 'did' ? [text(definition.untilGoal ? 'caution.shortened' : 'caution.goal')] : []),
    ],
    table: {
      columns: [
        ...[text('column.pattern'), ...columns],
        ...(['difference', 'odds', 'p', 'q'] as const).map((key) => text(`column.${key}`)),
      ],
      rows: rows.map((row) => {
        const [x, y] = row.compared.users;
        const { difference, oddsRatio, p, q } = row.compared;
        return [nameOf(row, text), x, y, share(x, usersA), share(y, usersB), difference, oddsRatio, p, q];
      }),
    },
    marks: rows.map(({ events }) => patternMark(events)),
    ...(rows.length > 0 && {
      chart: (theme) =>
        signedBars(
          theme,
          rows.slice(0, BARS).map((row) => ({
            name: nameOf(row, text),
            value: percent(row.compared.difference),
            label: `${percent(row.compared.difference)}${row.compared.q < 0.05 ? ' *' : ''}`,
          })),
          text('axis.difference'),
        ),
    }),
  };
}

/** The common patterns, and those that set two groups apart. */
export function views(result: SequencesResult, text: Text): View[] {
  return result.groups ? [frequentView(result, text), groupView(result, text)] : [frequentView(result, text)];
}
