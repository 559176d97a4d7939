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
