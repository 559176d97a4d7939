import type { View } from '../../contract/view.ts';
import { bundlesView, crossSellView } from './offer-views.ts';
import { matrixView, networkView } from './pair-views.ts';
import type { BasketsResult } from './result.ts';
import { rulesView } from './rule-views.ts';
import { setsView } from './set-views.ts';
import type { Text } from './words.ts';

/** Rules first, then the same as matrix and network, the sets behind them, and the offers they make. */
export const views = (result: BasketsResult, text: Text): View[] => [
  rulesView(result, text),
  matrixView(result, text),
  networkView(result, text),
  crossSellView(result, text),
  bundlesView(result, text),
  setsView(result, text),
];
