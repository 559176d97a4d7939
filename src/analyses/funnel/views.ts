import type { View } from '../../contract/view.ts';
import type { FunnelResult } from './result.ts';
import { defectsView, sensitivityView } from './view-panel.ts';
import { driversView } from './view-drivers.ts';
import { breakdownView, immatureView, trendView } from './view-parts.ts';
import { lossView, stepsView } from './view-steps.ts';
import { survivalView, timeView } from './view-time.ts';
import type { Text } from './wording.ts';
import { definitionText } from './wording.ts';

/** Every view that applies: a funnel that nobody entered, or of one step, has its steps alone. */
export function views(result: FunnelResult, text: Text): View[] {
  const isFunnel = result.steps.length > 1 && result.steps[0]!.count > 0;
  const beside = [
    lossView,
    immatureView,
    timeView,
    survivalView,
    trendView,
    breakdownView,
    sensitivityView,
    defectsView,
    driversView,
  ];
  const made = [stepsView(result, text), ...(isFunnel ? beside.map((make) => make(result, text)) : [])];
  const definition = definitionText(result, text);
  return made.filter((view) => view !== null).map((view) => ({ ...view, definition }));
}
