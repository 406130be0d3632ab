"""Prints a report in JUnit's format as JSON: [{"check": "Class.method()", "status": "passed" | "failed" | "skipped", "problem"}]."""

import json
import sys
import xml.etree.ElementTree as tree


def read(case):
    check = f"{case.get('classname').split('.')[-1]}.{case.get('name')}"
    for kind in ("failure", "error"):
        problem = case.find(kind)
        if problem is not None:
            return {"check": check, "status": "failed", "problem": problem.get("message") or problem.text or ""}
    return {"check": check, "status": "skipped" if case.find("skipped") is not None else "passed", "problem": ""}


json.dump([read(case) for case in tree.parse(sys.argv[1]).getroot().iter("testcase")], sys.stdout)
