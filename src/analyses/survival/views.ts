import { bandedLine } from '../../charts/banded-line.ts';
import { rowLines } from '../../charts/row-lines.ts';
import type { View } from '../../contract/view.ts';
import { pText } from '../../core/p-text.ts';
import { aftView, checkView, coxView } from './model-views.ts';
import type { GroupCurve, SurvivalResult, Test } from './result.ts';
import { rowAt, shownRows, shownTimes } from './told.ts';
import type { Text } from './words.ts';
import { curveCautions, definitionText, percent, short, unitWord, whatWords } from './words.ts';

const SURELY = 0.05;

function curveSentence(result: SurvivalResult, text: Text): string {
  const { n, median, medianInterval, curve } = result;
  const common = {
    ...n,
    what: whatWords(result, text),
    unit: unitWord(result, text),
    level: percent(result.definition.level),
  };
  const open = (time: number | null) => (time === null ? text('curve.open') : short(time));
  if (median !== null) {
    const { low, high } = medianInterval;
    return text('curve.half', { ...common, median: short(median), low: open(low), high: open(high) });
  }
  const last = curve.at(-1)!;
  const bounds = { share: percent(last.survival), low: percent(last.low), high: percent(last.high) };
  return text('curve.above', { ...common, ...bounds, time: short(last.time) });
}

function curveView(result: SurvivalResult, text: Text): View {
  const rows = shownRows(result.curve);
  const keys = ['time', 'atRisk', 'events', 'survival', 'low', 'high'] as const;
  const shares = (key: 'survival' | 'low' | 'high') => rows.map((row) => percent(row[key]));
  const listed = result.definition.source === 'events';
  return {
    title: text('curve.title'),
    sentence: curveSentence(result, text),
    definition: definitionText(result, text),
    cautions: curveCautions(result, text),
    table: { columns: keys.map((key) => text(`column.${key}`)), rows: rows.map((row) => keys.map((key) => row[key])) },
    chart: (theme) =>
      bandedLine(
        theme,
        { name: text('curve.title'), values: shares('survival'), low: shares('low'), high: shares('high') },
        [],
        {
          x: text('axis.time', { unit: unitWord(result, text) }),
          y: text('axis.survival'),
          places: rows.map(({ time }) => String(short(time))),
          label: (place) => {
            const { time, survival, low, high, atRisk } = rows[place]!;
            const bounds = { share: percent(survival), low: percent(low), high: percent(high) };
            return text('curve.label', { time: short(time), atRisk, ...bounds });
          },
          max: 100,
          step: true,
        },
      ),
    // A row's users are those whose event came since the row before.
    ...(listed && {
      marks: rows.map(({ time, events }, n) => (events > 0 ? `ended:${rows[n - 1]?.time ?? -1}:${time}` : null)),
    }),
  };
}

function groupsView(result: SurvivalResult, test: Test, text: Text): View {
  const { groups, definition } = result;
  const named = ({ group }: GroupCurve) => group || text('groups.none');
  const ordered = [...groups].sort((a, b) => b.atEnd.survival - a.atEnd.survival);
  const [best, worst] = [ordered[0]!, ordered.at(-1)!];
  const times = shownTimes(result.curve);
  const last = (group: GroupCurve) => group.curve.at(-1)!.time;
  return {
    title: text('groups.title', { group: definition.group }),
    sentence: text(test.p < SURELY ? 'groups.differ' : 'groups.alike', {
      ...{ p: pText(test.p), time: short(best.atEnd.time), unit: unitWord(result, text) },
      ...{ best: named(best), bestShare: percent(best.atEnd.survival) },
      ...{ bestLow: percent(best.atEnd.low), bestHigh: percent(best.atEnd.high) },
      ...{ worst: named(worst), worstShare: percent(worst.atEnd.survival) },
      ...{ worstLow: percent(worst.atEnd.low), worstHigh: percent(worst.atEnd.high) },
    }),
    definition: definitionText(result, text),
    cautions: [...curveCautions(result, text), text('caution.many')],
    table: {
      columns: (['group', 'subjects', 'events', 'expected', 'median', 'survival', 'low', 'high'] as const).map((key) =>
        text(`column.${key}`),
      ),
      rows: groups.map((group) => [
        ...[named(group), group.subjects, group.events, group.expected, group.median],
        ...[group.atEnd.survival, group.atEnd.low, group.atEnd.high],
      ]),
    },
    chart: (theme) =>
      rowLines(
        theme,
        groups.map((group, row) => ({
          name: named(group),
          values: times.map((time) => (time <= last(group) ? percent(rowAt(group.curve, time).survival) : null)),
          rows: times.map(() => row),
        })),
        {
          x: text('axis.time', { unit: unitWord(result, text) }),
          y: text('axis.survival'),
          places: times.map((time) => String(short(time))),
          label: (place) =>
            text('groups.label', {
              time: short(times[place]!),
              groups: groups
                .map((group) => `${named(group)} ${percent(rowAt(group.curve, times[place]!).survival)} %`)
                .join(', '),
            }),
        },
      ),
    ...(definition.source === 'events' && { marks: groups.map(({ group }) => `group:${group}`) }),
  };
}

function hazardView(result: SurvivalResult, text: Text): View {
  const rows = shownRows(result.curve);
  const last = rows.at(-1)!;
  return {
    title: text('hazard.title'),
    sentence: text('hazard.sentence', {
      ...{ time: short(last.time), unit: unitWord(result, text), hazard: short(last.hazard) },
      ...{ low: short(last.hazardLow), high: short(last.hazardHigh) },
    }),
    definition: `${definitionText(result, text)} ${text('definition.hazard')}`,
    cautions: curveCautions(result, text),
    table: {
      columns: (['time', 'hazard', 'low', 'high'] as const).map((key) => text(`column.${key}`)),
      rows: rows.map(({ time, hazard, hazardLow, hazardHigh }) => [time, hazard, hazardLow, hazardHigh]),
    },
    chart: (theme) =>
      rowLines(
        theme,
        [{ name: text('hazard.title'), values: rows.map(({ hazard }) => hazard), rows: rows.map((_, n) => n) }],
        {
          x: text('axis.time', { unit: unitWord(result, text) }),
          y: text('axis.hazard'),
          places: rows.map(({ time }) => String(short(time))),
          label: (place) =>
            text('hazard.label', { time: short(rows[place]!.time), hazard: short(rows[place]!.hazard) }),
        },
      ),
  };
}

/** The curve and its people; groups; what goes with it, whether that lasts, and how time stretches; the hazard. */
export const views = (result: SurvivalResult, text: Text): View[] => {
  const { cox, aft, logRank } = result;
  return [
    curveView(result, text),
    ...(logRank ? [groupsView(result, logRank, text)] : []),
    ...(cox ? [coxView(result, cox, text), checkView(result, cox, text)] : []),
    ...(aft && aft.coefficients.length > 0 ? [aftView(result, aft, text)] : []),
    hazardView(result, text),
  ];
};
