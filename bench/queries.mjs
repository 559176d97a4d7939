// The SQL that is timed: the same text in Chromium and in native DuckDB, over the same canonical view.

/** Features per user: what a model of behaviour begins with. Aggregated, so that no rows have to travel. */
export const features = `
  SELECT count(*) AS users, sum(n) AS events, sum(days) AS days, sum(items) AS items, sum(coalesce(total, 0)) AS total,
         sum(recency) AS recency, sum(purchases) AS purchases
  FROM (
    SELECT "user", count(*) AS n, count(DISTINCT "time"::DATE) AS days, count(DISTINCT item) AS items, sum(value) AS total,
           epoch_ms(max("time")) - epoch_ms(min("time")) AS recency, count(*) FILTER (WHERE event = 'purchase') AS purchases
    FROM canonical.events GROUP BY "user"
  )`;

/** Sessions by the 30-minute rule. */
export const sessions = `
  SELECT count(*) FILTER (WHERE fresh) AS sessions
  FROM (
    SELECT coalesce(epoch_ms("time") - lag(epoch_ms("time")) OVER (PARTITION BY "user" ORDER BY "time") > 1800000, true) AS fresh
    FROM canonical.events
  )`;

export const funnelSteps = ['view', 'add_to_cart', 'purchase'];

/** The funnel in SQL alone, for the native engine (Behold walks the events in its compute worker): ordered, any entry, 7 days. */
export const funnel = `
  WITH steps AS (
    SELECT "user", "time", "row", event FROM canonical.events WHERE event IN ('view', 'add_to_cart', 'purchase')
  ), third AS (
    SELECT *, min("time") FILTER (event = 'purchase') OVER following AS purchased FROM steps
    WINDOW following AS (PARTITION BY "user" ORDER BY "time", "row" ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
  ), second AS (
    SELECT *, min({ 'added': "time", 'row': "row", 'purchased': purchased }) FILTER (event = 'add_to_cart') OVER following AS next
    FROM third
    WINDOW following AS (PARTITION BY "user" ORDER BY "time", "row" ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING)
  )
  SELECT count(DISTINCT "user") AS entered,
         count(DISTINCT "user") FILTER (next.added <= "time" + INTERVAL 7 DAY) AS added,
         count(DISTINCT "user") FILTER (next.purchased <= "time" + INTERVAL 7 DAY) AS purchased
  FROM second WHERE event = 'view'`;

/** Weekly retention of any event after any event, weeks from Monday in UTC: users returned by week since their first. */
export const retention = `
  WITH weeks AS (
    SELECT DISTINCT "user", (epoch_ms("time") // 86400000 + 3) // 7 AS week FROM canonical.events
  ), firsts AS (SELECT "user", min(week) AS first FROM weeks GROUP BY "user")
  SELECT week - first AS k, count(*) AS users FROM weeks JOIN firsts USING ("user") WHERE week - first <= 12 GROUP BY k ORDER BY k`;

/** What follows what within a session: counts by pair of events. */
export const transitions = `
  SELECT event, next, count(*) AS n FROM (
    SELECT event, lead(event) OVER inorder AS next, epoch_ms(lead("time") OVER inorder) - epoch_ms("time") AS gap
    FROM canonical.events WINDOW inorder AS (PARTITION BY "user" ORDER BY "time", "row")
  ) WHERE gap <= 1800000 GROUP BY event, next ORDER BY event, next`;

/** Recency, frequency and value of each user who bought, in fifths. */
export const rfm = `
  WITH users AS (
    SELECT "user", max(epoch_ms("time")) AS last, count(*) AS n, sum(value) AS total
    FROM canonical.events WHERE value IS NOT NULL GROUP BY "user"
  )
  SELECT count(*) AS users, round(sum(total)) AS total, sum(r + f + m) AS scores FROM (
    SELECT *, ntile(5) OVER (ORDER BY last) AS r, ntile(5) OVER (ORDER BY n) AS f, ntile(5) OVER (ORDER BY total) AS m FROM users
  )`;
