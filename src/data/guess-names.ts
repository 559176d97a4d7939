/** What a name says about a column: lower-cased words, and the name without anything between them. */
interface Spelling {
  joined: string;
  words: string[];
}

/** Names by field, the plainest first: an earlier one is the surer sign. `~x` stands for any name that ends in x. */
const NAMES: Record<string, string> = {
  user:
    'user_id userid user uid customer_id customerid customer client_id clientid client visitor_id visitorid visitor member_id memberid member account_id ' +
    'household_id household_key case_id caseid case:concept:name case buyer_id buyer shopper_id player_id subscriber_id reviewer_id reviewerid author_id person_id cust_id device_id distinct_id host remote_host client_ip ip_address ip ' +
    '用户id 用户编号 用户标识 用户 会员id 会员编号 会员 客户id 客户编号 客户 顾客id 顾客 买家id 买家 玩家id',
  time:
    'timestamp time:timestamp event_time event_timestamp time ts datetime created_at event_date date occurred_at transaction_timestamp invoicedate invoice_date order_date orderdate ' +
    'purchase_date transaction_date visit_time unixtime unix_time server_time createdat ~at ~time ~date ~timestamp 时间戳 行为时间 事件时间 时间 下单时间 购买时间 日期 订单日期 ~时间 ~日期',
  event:
    'event event_name event_type concept:name eventtype eventname action action_type behavior behaviour behavior_type behaviour_type activity activity_name activity_id type method 事件 事件名 事件名称 事件类型 行为类型 行为 动作',
  item:
    'item_id itemid item product_id productid product sku stockcode stock_code goods_id article_id asin movie_id video_id song_id content_id page_id page url path uri ' +
    '商品id 商品编号 商品 产品id 产品编号 产品 货号 物品id',
  value:
    'value amount revenue total total_amount sales sales_value order_value transaction_value total_price totalprice line_total gmv turnover spend 金额 总金额 订单金额 销售额 消费金额 实付金额 支付金额 总价',
  quantity: 'quantity qty units units_sold count quantity_sold num_items item_count 数量 购买数量 件数 销量',
  price: 'price unit_price unitprice item_price sale_price selling_price list_price 价格 售价 单价',
  session: 'session_id sessionid session visit_id visitid visit user_session 会话id 会话 访问id',
  title:
    'title name item_name product_name productname product_title movie_title description product_description item_description goods_name product_type sub_commodity_desc 标题 商品名称 商品名 产品名称 名称',
  category:
    'category category_id categoryid category_code category_name product_category genre genres commodity_desc department 类目 类别 商品类别 商品类目id 类目id 品类 分类',
  text: 'text review review_text reviewtext comment comments content body review_body feedback message 评论 评论内容 内容 评价 文本',
  rating: 'rating stars star_rating score overall review_score user_rating 评分 星级 打分 评星 得分 ~评分 ~星级',
  onHand:
    'on_hand onhand stock_on_hand qty_on_hand quantity_on_hand on_hand_qty stock_level stock_quantity stock_qty inventory inventory_level in_stock stock available_quantity 库存量 库存数量 现有库存 库存 在库数量',
  onOrder: 'on_order onorder qty_on_order quantity_on_order open_orders 在途 在途数量 已订未到',
  leadTimeDays: 'lead_time_days lead_time leadtime lead_days 交货期 提前期 备货天数',
  unitCost: 'unit_cost cost_price unitcost cost 成本 单位成本 成本价 进价',
  label: 'label churn churned is_churn target converted outcome class sentiment exited 标签 流失 是否流失 情感',
};

const SPELLINGS = Object.fromEntries(Object.entries(NAMES).map(([field, names]) => [field, names.split(' ')]));

/** How surely a column's name says that it is the field: 0 to 1. */
export function nameScore(field: string, column: string): number {
  const { joined, words } = spell(column);
  const names = SPELLINGS[field] ?? [];
  const exact = names.findIndex((name) => !name.startsWith('~') && plain(name) === joined);
  // The list is in order of plainness, and even its end is a good sign.
  if (exact >= 0) return 1 - (0.15 * exact) / names.length;
  const spelled = `_${words.join('_')}`;
  const endsIn = (name: string): boolean => (CHINESE.test(name) ? joined.endsWith(name) : spelled.endsWith(`_${name}`));
  if (names.some((name) => name.startsWith('~') && endsIn(name.slice(1)))) return 0.75;
  return names.some((name) => name.length > 3 && !CHINESE.test(name) && endsIn(name)) ? 0.6 : 0;
}

/** Dates that describe somebody rather than something done. */
const PERSONAL =
  /birth|born|dob\b|join|sign_?up|regist|enrol|member_since|since|opened|last_(seen|login|active|visit)|生日|出生|注册|入会|开户|最近登录/;

/** Whether a time's name says that it describes a person: of birth, of joining, last seen. */
export const isPersonalDate = (name: string): boolean => PERSONAL.test(spell(name).words.join('_'));

const ORDER_KEY =
  /^(order|invoice|transaction|receipt|purchase|review)_?(id|no|nr|number|key)?$|^(订单|交易|发票|小票|评价|评论)(id|号|编号)?$/;

/** Whether a column names the order, the receipt or the review that its row is. */
export const isOrderKey = (name: string): boolean => ORDER_KEY.test(spell(name).words.join('_'));

const CHINESE = /[\u4e00-\u9fff]/;

const plain = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function spell(column: string): Spelling {
  const words = column
    .trim()
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
  return { joined: plain(column), words };
}
