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


def timed(work, runs):
    seconds, answer = [], None
    for _ in range(runs):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds), answer


def main(path, runs):
    load, log = timed(lambda: pd.read_csv(path, parse_dates=["time"]), runs)
    feature_time, feature_answer = timed(lambda: features(log), runs)
    session_time, session_answer = timed(lambda: sessions(log), runs)
    print(json.dumps({
        "version": pd.__version__, "rows": len(log),
        "import": load, "features": feature_time, "sessions": session_time,
        "answers": {**feature_answer, **session_answer},
    }))


main(sys.argv[1], int(sys.argv[2]))
