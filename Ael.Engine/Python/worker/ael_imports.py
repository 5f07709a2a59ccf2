"""The modules that a step may import, by profile. A dotted name allows that submodule alone."""

_MINIMAL = """
__future__ collections copy dataclasses datetime decimal enum fractions functools itertools json math operator re statistics string
textwrap time typing
""".split()

_STANDARD = _MINIMAL + """
abc array asyncio base64 binascii bisect calendar cmath colorsys concurrent configparser contextlib csv difflib email graphlib gzip bz2
lzma hashlib heapq hmac html io ipaddress keyword locale logging mimetypes numbers pprint queue quopri random reprlib secrets shlex
string struct threading tomllib types unicodedata urllib.parse uuid warnings xml.etree zlib zoneinfo
""".split()

_DATA_SCIENCE = _STANDARD + "networkx numpy pandas polars pyarrow scipy sklearn statsmodels sympy".split()

PROFILES = {"minimal": _MINIMAL, "standard": _STANDARD, "data_science": _DATA_SCIENCE}

# Imported before the first run. `LATER` is what costs more; the first run does not wait for it.
FIRST = "collections copy datetime functools itertools json math random re statistics string textwrap time".split()
LATER = {
    "minimal": "dataclasses decimal enum fractions operator typing".split(),
    "standard": """asyncio base64 bisect calendar collections.abc contextlib csv dataclasses decimal enum fractions hashlib heapq html
        ipaddress logging operator pprint random typing unicodedata urllib.parse uuid warnings zoneinfo""".split(),
}
LATER["data_science"] = LATER["standard"] + ["numpy", "pandas"]

_BY_TOOL = frozenset("os pathlib shutil tempfile glob subprocess socket ssl http urllib requests httpx aiohttp ftplib smtplib sqlite3 psutil".split())


def allowed(name, profile):
    while name:
        if name in PROFILES[profile]:
            return True
        name = name.rpartition(".")[0]
    return False


def allowed_from(module, names, profile):
    """`from urllib import parse` is fine where urllib.parse is."""
    return allowed(module, profile) or bool(names) and all(allowed(module + "." + name, profile) for name in names)


def suggestion(name, profile):
    top = name.partition(".")[0]
    for other in ("standard", "data_science"):
        if allowed(name, other):
            return "Set `python.profile: %s` in the configuration." % other
    if top in _BY_TOOL:
        return "Use context.tools.call(...) for files, network and processes."
    import difflib

    near = difflib.get_close_matches(name, PROFILES[profile], 3, 0.7)
    if near:
        return "did you mean %s?" % " or ".join("'%s'" % n for n in near)
    return "The profile '%s' allows: %s." % (profile, ", ".join(sorted(PROFILES[profile])))
