import type { View } from '../../contract/view.ts';
import { bars } from '../../charts/bars.ts';
import type { FunnelResult } from './result.ts';
import type { Text } from './wording.ts';
import { cautionsOf, percent, stepLabels, unitsText, windowText } from './wording.ts';

function stepsSentence({ steps, definition }: FunnelResult, text: Text): string {
  const [first, last] = [steps[0]!, steps.at(-1)!];
  const units = unitsText(definition, text);
  if (first.count === 0) return text('steps.nobody', { first: first.name });
  if (steps.length === 1) return text('steps.one', { first: first.name, count: first.count, units });
  const figures = {
    share: percent(last.fromFirst),
    low: percent(last.low),
    high: percent(last.high),
    count: last.count,
    entered: first.count,
    window: windowText(definition, text),
    units,
  };
  const n = steps.filter((step) => !step.optional).length;
  if (definition.order === 'unordered') return text('steps.sentence.unordered', { ...figures, n });
  return text('steps.sentence', { ...figures, first: first.name, last: last.name });
}

/** How many reached each step. */
export function stepsView(result: FunnelResult, text: Text): View {
  const labels = stepLabels(result, text);
  const data = result.steps.map((step, n) => ({
    name: `${n + 1}  ${labels[n]}`,
    value: step.count,
    label: text('bar.label', { count: step.count, share: percent(step.fromFirst) }),
  }));
  const keys = ['step', 'count', 'fromFirst', 'fromPrevious', 'low', 'high'] as const;
  const units = unitsText(result.definition, text);
  return {
    title: text('steps.title'),
    sentence: stepsSentence(result, text),
    cautions: cautionsOf(result, text),
    table: {
      columns: keys.map((key) => text(`column.${key}`)),
      rows: result.steps.map((step, n) => [
        labels[n]!,
        step.count,
        step.fromFirst,
        step.fromPrevious,
        step.low,
        step.high,
      ]),
    },
    chart: (theme) => bars(theme, data, text('axis.count', { units })),
    marks: result.steps.map((_, n) => `reached:${n + 1}`),
  };
}

/** What is lost between the required steps. */
export function lossView(result: FunnelResult, text: Text): View {
  const labels = stepLabels(result, text);
  const chain = result.steps.map((step, place) => ({ ...step, place })).filter((step) => !step.optional);
  const entered = chain[0]!.count;
  const losses = chain.slice(1).map(({ count, place }, n) => {
    return { label: labels[place]!, lost: chain[n]!.count - count, mark: `dropped:${place + 1}` };
  });
  const worst = losses.reduce((most, each) => (each.lost > most.lost ? each : most));
  const share = (lost: number) => (entered > 0 ? lost / entered : null);
  const units = unitsText(result.definition, text);
  const { label: name, lost } = worst;
  return {
    title: text('loss.title'),
    sentence:
      lost === 0
        ? text('loss.none')
        : text('loss.sentence', { name, lost, entered, units, share: percent(share(lost)) }),
    table: {
      columns: [text('column.step'), text('column.lost'), text('column.lostShare')],
      rows: losses.map((each) => [each.label, each.lost, share(each.lost)]),
    },
    marks: losses.map(({ mark }) => mark),
  };
}
