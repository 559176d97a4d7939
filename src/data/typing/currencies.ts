/** Currency signs and names, and the currency that each says. `$` and `¥` say less than `USD` and `CNY`: they stand for themselves. */
const CURRENCIES: Record<string, string> = {
  $: '$',
  '€': 'EUR',
  '£': 'GBP',
  '¥': '¥',
  '₹': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₺': 'TRY',
  '₫': 'VND',
  '฿': 'THB',
  '₴': 'UAH',
  '₦': 'NGN',
  '₪': 'ILS',
  '₱': 'PHP',
  US$: 'USD',
  $US: 'USD',
  HK$: 'HKD',
  NT$: 'TWD',
  A$: 'AUD',
  AU$: 'AUD',
  C$: 'CAD',
  CA$: 'CAD',
  $CA: 'CAD',
  S$: 'SGD',
  NZ$: 'NZD',
  R$: 'BRL',
  RMB: 'CNY',
  'RMB¥': 'CNY',
  'CN¥': 'CNY',
  人民币: 'CNY',
  元: 'CNY',
  块: 'CNY',
  美元: 'USD',
  欧元: 'EUR',
  英镑: 'GBP',
  日元: 'JPY',
  円: 'JPY',
  港元: 'HKD',
  港币: 'HKD',
  Rs: 'INR',
  kr: 'kr',
  zł: 'PLN',
  Kč: 'CZK',
};
const CODES =
  'USD EUR CNY GBP JPY INR KRW RUB TRY VND THB UAH ILS PHP HKD TWD AUD CAD SGD NZD BRL CHF SEK NOK DKK PLN CZK HUF MXN ZAR IDR MYR AED SAR ARS CLP COP EGP NGN RON BGN PKR BDT LKR KZT MOP';

const KNOWN = new Map([...Object.entries(CURRENCIES), ...CODES.split(' ').map((code) => [code, code] as const)]);

/** The currency of a sign, a name, or a code in any case; undefined where it is none. */
export const currencyOf = (name: string): string | undefined =>
  KNOWN.get(name) ?? (name.length === 3 ? KNOWN.get(name.toUpperCase()) : undefined);

/** Every way to name a currency. */
export const CURRENCY_NAMES: readonly string[] = [...KNOWN.keys()];
