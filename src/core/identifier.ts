/** Names that say of whom a row speaks. */
const IDENTIFIER =
  /^((user|customer|client|visitor|member|account|subscriber|person|player|household|patient|employee|cust)[ _-]?)?(id|uid|uuid|guid|key|no|number)$|^(user|customer|(用户|会员|客户|顾客|买家|玩家|员工)?(id|编号|标识|号)|用户|会员|客户)$/i;

/** The column of a table that says of whom a row speaks; nothing is learnt from it unless it is asked for. */
export const identifierOf = <C extends { name: string }>(columns: readonly C[], label: string): C | undefined =>
  columns.find(({ name }) => name !== label && IDENTIFIER.test(name));
