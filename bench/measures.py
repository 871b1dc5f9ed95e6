"""What a benchmark says: one measure beside its peer. `ratio` is above 1 when ours is better."""
import json
import statistics

KEYS = ("name", "value", "unit", "peer", "peer_value", "ratio")  # of build/bench.json
ALL_KEYS = (*KEYS, "spread")  # lowest and highest ratio of a round, in the table only
MORE_IS_BETTER = ("requests/s", "share", "EcoIndex")


def ratio(value, peer_value, unit):
    """Ours against the peer, above 1 when ours is better; None where there is nothing to compare."""
    if value is None or peer_value is None or value <= 0 or peer_value <= 0:
        return None
    return value / peer_value if unit in MORE_IS_BETTER else peer_value / value


def measure(name, value, unit, peer=None, peer_value=None):
    return dict(zip(ALL_KEYS, (name, value, unit, peer, peer_value, ratio(value, peer_value, unit), None)))


def paired(name, unit, peer, rounds):
    """Rounds of (ours, peer's) taken in turns: the medians, and the median of the ratios of the rounds, which what the machine does
    meanwhile moves least."""
    ours, theirs = ([pair[side] for pair in rounds] for side in (0, 1))
    result = measure(name, statistics.median(ours), unit, peer, statistics.median(theirs))
    ratios = [r for r in (ratio(own, other, unit) for own, other in rounds) if r is not None]
    if ratios:
        result["ratio"], result["spread"] = statistics.median(ratios), [min(ratios), max(ratios)]
    return result


def unmeasured(name, unit, reason, peer=None):
    return measure(f"{name} (not measured: {reason})", None, unit, peer)


def parse_lines(text):
    """The measures that a benchmark program printed, one JSON object a line. Raises ValueError on a line that is not one."""
    found = []
    for line in text.splitlines():
        if not line.strip():
            continue
        row = json.loads(line)
        if not isinstance(row, dict) or set(row) != set(ALL_KEYS):
            raise ValueError(f"not a measure: {line[:200]}")
        found.append({key: row[key] for key in ALL_KEYS})
    return found


def as_json(measures):
    return json.dumps([{key: one[key] for key in KEYS} for one in measures], ensure_ascii=False, indent=1) + "\n"


def table(measures):
    """The measures as text, one a line: ours, ratio, its lowest and highest round, the peer."""
    def number(value):
        return "–" if value is None else f"{value:.4g}" if abs(value) < 1000 else f"{value:.0f}"

    def times(value):
        return f"{value:.3g}×" if value < 1000 else f"{value:.0f}×"
    rows = [(m["name"], f"{number(m['value'])} {m['unit']}", "" if m["peer"] is None else f"{number(m['peer_value'])}  {m['peer']}",
             "" if m["ratio"] is None else times(m["ratio"]), "" if m["spread"] is None else "–".join(times(r) for r in m["spread"]))
            for m in measures]
    widths = [max([len(row[i]) for row in rows] or [0]) for i in range(5)]
    return "\n".join(f"{a:<{widths[0]}}  {b:>{widths[1]}}  {r:>{widths[3]}}  {s:>{widths[4]}}  {p}".rstrip() for a, b, p, r, s in rows)
