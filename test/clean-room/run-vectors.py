#!/usr/bin/env python3
"""Runs vectors through recover.py: a JSON list on standard input, what came of each on standard output."""
import contextlib, io, json, sys, unicodedata
import recover

results = []
for vector in json.load(sys.stdin):
    said = io.StringIO()
    opened = {}
    with contextlib.redirect_stderr(said):
        sets, _, _ = recover.gather({name: "\n".join(texts) for name, texts in vector["sheets"].items()})
        passphrase = vector.get("passphrase")
        ask = None if passphrase is None else lambda _: unicodedata.normalize("NFKC", passphrase)
        for set_id, found in sets.items():
            try:
                opened[recover.printable(set_id)] = recover.open_set(set_id, found, ask)
            except recover.Refused as error:
                opened[recover.printable(set_id)] = error.code
    results.append({"name": vector["name"], "sets": opened, "said": said.getvalue()})
json.dump(results, sys.stdout)
