"""One Python model on one data set: reads the job as JSON from standard input, prints seconds and AUC as JSON."""
import json
import sys
import time

job = json.load(sys.stdin)
try:
    import numpy as np
    from sklearn.metrics import roc_auc_score
    scope = {}
    exec(job["python"], scope)
except ImportError as error:
    print(json.dumps({"missing": str(error)}))
    sys.exit(0)


def part(name):
    about = job["parts"][name]
    x = np.fromfile(f"{job['folder']}/{about['x']}").reshape(about["rows"], about["columns"])
    return x, np.fromfile(f"{job['folder']}/{about['y']}")


x, y = part("train")
test, truth = part("test")
model = scope["make"]()
start, cpu = time.perf_counter(), time.process_time()
model.fit(x, y)
if "explain" in scope:
    start, cpu = time.perf_counter(), time.process_time()
    scope["explain"](model, test)
seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
score = scope.get("score", lambda model, x: model.predict_proba(x)[:, 1])
print(json.dumps({"seconds": seconds, "cpu": cpu, "score": roc_auc_score(truth, score(model, test))}))
