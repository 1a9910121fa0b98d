"""Times the real XGBoost on one request (JSON on stdin)."""

import json
import sys
import time

import numpy as np
import xgboost as xgb


def numbers(path, shape=None):
    values = np.fromfile(path, dtype=np.float32)
    return values if shape is None else values.reshape(shape)


def train(request):
    features = numbers(request["features"], (-1, request["columns"]))
    threads = request["threads"]
    begin = time.perf_counter()
    data = xgb.DMatrix(features, numbers(request["labels"]), nthread=threads)
    if "groups" in request:
        data.set_group(request["groups"])
    loaded = time.perf_counter()
    used = time.process_time()
    booster = xgb.train({**request["params"], "nthread": threads}, data, request["rounds"])
    done = time.perf_counter()
    used = time.process_time() - used
    test = xgb.DMatrix(numbers(request["test"], (-1, request["columns"])))
    booster.predict(test).astype(np.float32).tofile(request["predictions"])
    booster.save_model(request["model"])
    return {"load": (loaded - begin) * 1e3, "train": (done - loaded) * 1e3, "cpu": used * 1e3, "version": xgb.__version__}


def score(request):
    booster = xgb.Booster({"nthread": 1})
    booster.load_model(request["model"])
    booster.set_param({"nthread": 1})
    features = numbers(request["features"], (-1, request["columns"]))
    booster.inplace_predict(features[:16])
    times = []
    for _ in range(request["repeats"]):
        begin = time.perf_counter()
        result = booster.inplace_predict(features)
        times.append((time.perf_counter() - begin) * 1e3)
    result.astype(np.float32).tofile(request["predictions"])
    return {"times": times, "version": xgb.__version__}


def contributions(request):
    booster = xgb.Booster({"nthread": 1})
    booster.load_model(request["model"])
    booster.set_param({"nthread": 1})
    data = xgb.DMatrix(numbers(request["features"], (-1, request["columns"])))
    times = []
    for _ in range(request["repeats"]):
        begin = time.perf_counter()
        result = booster.predict(data, pred_contribs=True)
        times.append((time.perf_counter() - begin) * 1e3)
    result.astype(np.float32).tofile(request["predictions"])
    return {"times": times, "version": xgb.__version__}


asked = json.load(sys.stdin)
json.dump({"train": train, "score": score, "contributions": contributions}[asked["task"]](asked), sys.stdout)
