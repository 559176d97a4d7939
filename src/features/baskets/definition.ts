import type { EventPattern, Property } from '../../contract/population.ts';
import type { Dataset } from '../../contract/project.ts';
import { AppError } from '../../core/errors.ts';
import { patternOf, propertyOf } from '../patterns.ts';
import type { BasketParams } from './params.ts';

export type BasketKind = 'order' | 'session' | 'user-day' | 'user';

type Asked = Pick<BasketParams, 'basket' | 'basketBy' | 'events'>;

/** What a basket is in this log. */
export interface BasketDefinition {
  kind: BasketKind;
  /** The property that names the orders; '' for other kinds. */
  by: string;
  pattern: EventPattern;
}

const ORDER_NAMES = [
  /^(.*[\s_.-])?(invoice|order|basket|transaction|receipt|ticket|cart)[\s_.-]?(no|nr|num|number|id|key|code)$/i,
  /^(invoice|basket|transaction)$/i,
  /^(订单|交易|小票|发票|购物篮|流水)(号|编号|号码|id)?$/i,
  /^单号$/,
];

const PURCHASE =
  /^(purchased?|buy|bought|ordered|order|order[ _]completed|transaction|sale|sold|paid|购买|下单|支付|付款|成交)$/i;

const namesOrders = ({ view, kind, name }: Property): boolean =>
  view === 'events' && kind !== 'time' && kind !== 'boolean' && ORDER_NAMES.some((pattern) => pattern.test(name));

/** The property of the log whose values are orders; '' where there is none. Throws `params.unknown-property`. */
function orderProperty({ basketBy }: Asked, data: Dataset): string {
  if (basketBy !== '') return propertyOf(basketBy, data).name;
  const named = data.properties.find(namesOrders);
  const session = data.properties.find(({ view, column }) => view === 'events' && column === 'session');
  return (named ?? session)?.name ?? '';
}

function patternFor({ events }: Asked, data: Dataset): EventPattern {
  const pattern = patternOf(events);
  if (pattern.events.length > 0 || (pattern.where ?? []).length > 0) return pattern;
  return { events: data.events.map(({ name }) => name).filter((name) => PURCHASE.test(name)) };
}

/** What the parameters mean for this log. Throws `baskets.no-order` where orders are asked for and nothing names them. */
export function basketDefinition(params: Asked, data: Dataset): BasketDefinition {
  const pattern = patternFor(params, data);
  const { basket, basketBy } = params;
  if (basket === 'user' || basket === 'user-day') return { kind: basket, by: '', pattern };
  if (basket === 'session') return { kind: 'session', by: '', pattern };
  const by = orderProperty(params, data);
  const isSession = by !== '' && propertyOf(by, data).column === 'session';
  if (basket === 'auto' && basketBy === '' && (by === '' || isSession)) return { kind: 'session', by: '', pattern };
  if (by === '') throw new AppError('baskets.no-order');
  return { kind: 'order', by, pattern };
}
