"""Turns a value into JSON, or says where in it there is something that is not JSON."""
import json
import math

_HINTS = {
    "datetime": "use .isoformat()", "date": "use .isoformat()", "time": "use .isoformat()", "timedelta": "use .total_seconds()",
    "set": "use sorted(...) or list(...)", "frozenset": "use sorted(...) or list(...)", "bytes": "use .decode()", "bytearray": "use .decode()",
    "Decimal": "use float(...) or str(...)", "Fraction": "use float(...) or str(...)", "UUID": "use str(...)", "generator": "use list(...)",
    "map": "use list(...)", "filter": "use list(...)", "zip": "use list(...)", "range": "use list(...)", "dict_keys": "use list(...)",
    "dict_values": "use list(...)", "dict_items": "use dict(...)", "ndarray": "use .tolist()", "DataFrame": "use .to_dict('records')",
    "Series": "use .tolist()", "coroutine": "put `await` before it", "function": "call it", "complex": "return its .real and .imag",
}


_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode


class NotJson(Exception):
    def __init__(self, message, suggestion=None):
        super().__init__(message)
        self.suggestion = suggestion


def to_json(value, label, max_depth, max_bytes, limit_name):
    _walk(value, [label], max_depth, [])
    try:
        data = _encode(value).encode("utf-8")
    except UnicodeEncodeError:
        raise NotJson(label + ": a string in it holds half of a surrogate pair, which is not Unicode text") from None
    except (TypeError, ValueError, RecursionError) as error:
        raise NotJson("%s: %s" % (label, error)) from None
    if len(data) > max_bytes:
        raise NotJson("%s is %d bytes of JSON; %s allows %d" % (label, len(data), limit_name, max_bytes),
                      "Return less: a summary, a page, or the place where the data is.")
    return data


def _walk(value, path, depth, above):
    if value is None or isinstance(value, (str, bool)):
        return
    if isinstance(value, int):
        return
    if isinstance(value, float):
        if not math.isfinite(value):
            raise NotJson("%s: %s is not JSON" % (_show(path), value), "Return None instead, or leave it out.")
        return
    if not isinstance(value, (dict, list, tuple)):
        name = type(value).__name__
        hint = _HINTS.get(name)
        raise NotJson("%s: %s is not JSON" % (_show(path), name), None if hint is None else "For a %s %s." % (name, hint))
    # Identity, not equality: the same list in two places is fine, one inside itself is not.
    if any(value is other for other in above):
        raise NotJson("%s: the value contains itself" % _show(path))
    if depth == 0:
        raise NotJson("%s: nested too deeply for JSON here" % _show(path[:9]))
    above.append(value)
    path.append(None)
    if isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str):
                path.pop()
                raise NotJson("%s: the key %r is %s, not str" % (_show(path), key, type(key).__name__), "Use str(...) for the keys.")
            path[-1] = key
            _walk(item, path, depth - 1, above)
    else:
        for index, item in enumerate(value):
            path[-1] = index
            _walk(item, path, depth - 1, above)
    path.pop()
    above.pop()


def _show(path):
    text = path[0]
    for part in path[1:]:
        if isinstance(part, int):
            text += "[%d]" % part
        elif part.isidentifier():
            text += "." + part
        else:
            text += "[%s]" % json.dumps(part[:80])
    return text
