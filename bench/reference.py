"""The same jobs in pandas: load, features per user, sessions. Prints seconds and answers as JSON, the median of the runs."""
import json
import statistics
import sys
import time

try:
    import pandas as pd
except ImportError:
    print(json.dumps({"missing": "pandas"}))
    sys.exit(0)


def features(log):
    log = log.assign(day=log.time.dt.floor("D"), bought=log.event.eq("purchase"))
    by_user = log.groupby("user").agg(
        n=("time", "size"), days=("day", "nunique"), items=("item", "nunique"), total=("value", "sum"),
        first=("time", "min"), last=("time", "max"), purchases=("bought", "sum"))
    return {"users": len(by_user), "days": int(by_user.days.sum()), "items": int(by_user["items"].sum()),
            "purchases": int(by_user.purchases.sum())}


def sessions(log):
    ordered = log.sort_values(["user", "time"], kind="stable")
    gap = ordered.time.diff() > pd.Timedelta(minutes=30)
    return {"sessions": int((gap | ordered.user.ne(ordered.user.shift())).sum())}


def funnel(log, steps=("view", "add_to_cart", "purchase"), window=pd.Timedelta(days=7)):
    """Ordered, any entry: the latest entry of each event that continues an attempt is carried forward within its user."""
    ordered = log[log.event.isin(steps)].sort_values(["user", "time"], kind="stable")
    entry = ordered.time.where(ordered.event.eq(steps[0]))
    counts = [int(ordered.user[entry.notna()].nunique())]
    for step in steps[1:]:
        carried = entry.groupby(ordered.user, sort=False).ffill()
        entry = carried.where(ordered.event.eq(step) & (ordered.time - carried <= window))
        counts.append(int(ordered.user[entry.notna()].nunique()))
    return {"funnel": counts}


def retention(log):
    week = (log.time.dt.floor("D") - pd.Timestamp("1969-12-29")).dt.days // 7
    weeks = pd.DataFrame({"user": log.user, "week": week}).drop_duplicates()
    k = weeks.week - weeks.groupby("user").week.transform("min")
    return {"retention": [int(n) for n in k[k <= 12].value_counts().sort_index()]}


def transitions(log):
    ordered = log.sort_values(["user", "time"], kind="stable")
    follows = ordered.user.eq(ordered.user.shift(-1)) & (ordered.time.shift(-1) - ordered.time <= pd.Timedelta(minutes=30))
    pairs = pd.DataFrame({"event": ordered.event, "next": ordered.event.shift(-1)})[follows]
    return {"transitions": [int(n) for n in pairs.groupby(["event", "next"]).size()]}


def rfm(log):
    users = log[log.value.notna()].groupby("user").agg(last=("time", "max"), n=("time", "size"), total=("value", "sum"))
    for name in ["last", "n", "total"]:
        users[f"score_{name}"] = pd.qcut(users[name].rank(method="first"), 5, labels=False) + 1
    return {"rfm": [len(users), round(float(users.total.sum()))]}


def timed(work, runs):
    seconds, answer = [], None
    for _ in range(runs):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), answer


JOBS = {"features": features, "sessions": sessions, "funnel": funnel, "retention": retention, "transitions": transitions, "rfm": rfm}


def main(path, runs):
    load, log = timed(lambda: pd.read_csv(path, parse_dates=["time"]), runs)
    answer = {"version": pd.__version__, "rows": len(log), "import": load, "answers": {}}
    for name, job in JOBS.items():
        answer[name], found = timed(lambda job=job: job(log), runs)
        answer["answers"].update(found)
    print(json.dumps(answer))


main(sys.argv[1], int(sys.argv[2]))
