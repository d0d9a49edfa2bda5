"""Full outer join of two registers by a dictionary: the ordinary way to write it with the standard library alone."""

import csv
import json
import resource
import sys
from decimal import Decimal


def load(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = []
        for row in csv.DictReader(file, delimiter=";"):
            row["main_sum"] = Decimal(row["main_sum"])
            row["fine_sum"] = Decimal(row["fine_sum"])
            rows.append(row)
        return rows


def key_of(row):
    return row["bill_number"], row["supp_id"], row["serv_id"]


def join(billing, acquiring):
    charges = {key_of(row): row for row in billing}
    result = []
    for payment in acquiring:
        charge = charges.pop(key_of(payment), None)
        if charge is None:
            status = "acquiring-only"
        elif (charge["main_sum"], charge["fine_sum"]) == (payment["main_sum"], payment["fine_sum"]):
            status = "matched"
        else:
            status = "mismatch"
        result.append((status, charge, payment))
    result.extend(("billing-only", charge, None) for charge in charges.values())
    return result


def total(rows):
    return sum((row["main_sum"] + row["fine_sum"] for row in rows), Decimal(0))


billing = load(sys.argv[1])
acquiring = load(sys.argv[2])
result = join(billing, acquiring)
by_status = {}
for status, _, _ in result:
    by_status[status] = by_status.get(status, 0) + 1
print(
    json.dumps(
        {
            "billingSum": str(total(billing)),
            "acquiringSum": str(total(acquiring)),
            "rows": len(result),
            "matched": by_status.get("matched", 0),
            "peakKib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss,
        }
    )
)
