"""Answers one request (JSON on stdin) with the real XGBoost, for the tests beside this folder."""

import base64
import json
import sys

import numpy as np
import scipy.sparse
import xgboost as xgb


def array(text, kind):
    return np.frombuffer(base64.b64decode(text), dtype=kind)


def matrix(data):
    rows, columns = data["rows"], data["columns"]
    values = array(data["values"], np.float32)
    if "rowStart" in data:
        features = scipy.sparse.csr_matrix(
            (values, array(data["columnIndex"], np.int32), array(data["rowStart"], np.int32)), (rows, columns)
        )
    else:
        features = values.reshape(rows, columns)
    names = data.get("names")
    types = data.get("types")
    made = xgb.DMatrix(features, feature_names=names, feature_types=types, enable_categorical=types is not None)
    if "labels" in data:
        made.set_label(array(data["labels"], np.float32))
    if "groups" in data:
        made.set_group(data["groups"])
    return made


def encode(values):
    return base64.b64encode(np.asarray(values, dtype=np.float32).tobytes()).decode()


def answers(booster, data):
    return {
        "predictions": encode(booster.predict(data)),
        "margins": encode(booster.predict(data, output_margin=True)),
        "contributions": encode(booster.predict(data, pred_contribs=True)),
    }


request = json.load(sys.stdin)
data = matrix(request["data"])
if "params" in request:
    booster = xgb.train(request["params"], data, request["rounds"])
    reply = answers(booster, data)
    reply["json"] = bytes(booster.save_raw("json")).decode()
    reply["ubjson"] = base64.b64encode(bytes(booster.save_raw("ubj"))).decode()
    reply["scores"] = {kind: booster.get_score(importance_type=kind) for kind in ("gain", "cover", "weight", "total_gain")}
else:
    booster = xgb.Booster()
    booster.load_model(bytearray(base64.b64decode(request["model"])))
    reply = answers(booster, data)
json.dump(reply, sys.stdout)
