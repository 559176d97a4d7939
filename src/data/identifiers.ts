/** Last words of names whose values are identifiers, whatever digits they are made of. */
const IDENTIFIER_WORDS = new Set(
  (
    'id ids uid uuid guid pid sid oid rid no nr code codes phone telephone mobile tel fax zip zipcode postcode postal sku isbn ean upc gtin asin ' +
    'barcode ssn iban bic swift imei imsi msisdn mac token hash sha checksum key serial plate vin passport license licence account login username ' +
    'openid unionid isin issn doi orcid siren siret cpf cnpj'
  ).split(' '),
);
/** Words whose `number` or `num` is an identifier; a bare number is a quantity. */
const NUMBERED =
  'order|invoice|phone|account|card|customer|client|member|serial|tracking|ticket|transaction|case|batch|lot';
const NUMBERED_NAME = new RegExp(`(${NUMBERED})s?[^a-z]*(no|nr|num|number|nbr)$`, 'i');
/** Names written as one lower-case word. */
const JOINED_NAME = new RegExp(
  '(user|customer|client|visitor|member|item|product|goods|order|session|account|invoice|transaction|device|category|stock|event|group|store|' +
    'shop|merchant|seller|buyer|brand|message|campaign|employee|household|basket|coupon|article|movie|video|page|query|ticket|player|patient)' +
    '(id|ids|code|key|uuid|guid)$',
  'i',
);
const CHINESE_NAME =
  /(编号|编码|代码|号码|单号|账号|帐号|卡号|工号|学号|货号|款号|手机号?|电话|邮编|条码|条形码|标识|身份证|护照|证件|银行卡|车牌|号)$/;

/** True for names of identifiers (`user_id`, `CustomerID`, `StockCode`, `zip`, `订单编号`, `用户ID`): their columns stay text. */
export function isIdentifierName(name: string): boolean {
  const plain = name.trim();
  if (CHINESE_NAME.test(plain) || /[\u4e00-\u9fff]\s*id$/i.test(plain)) return true;
  const words = plain
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter((word) => word !== '');
  const last = words.at(-1)?.replace(/\d+$/, '') ?? '';
  return IDENTIFIER_WORDS.has(last) || NUMBERED_NAME.test(plain) || JOINED_NAME.test(plain);
}
