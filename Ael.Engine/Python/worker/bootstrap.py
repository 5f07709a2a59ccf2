# Given to the interpreter with -c: reads the other modules as one JSON frame from standard input, so that no file has to be
# written, mounted into the sandbox or cleaned up.
import json
import os
import sys
import types

# Modules ask to be called in every child, for the sake of locks that other threads may hold. Here there is one thread, and the calls would touch, and
# so copy, the pages of all those modules. What `random` wants, a new seed, the worker gives it.
os.register_at_fork = lambda **calls: None

if os.name == "nt":
    import msvcrt

    for fd in (0, 1, 2):
        msvcrt.setmode(fd, os.O_BINARY)


def read(count):
    data = b""
    while len(data) < count:
        chunk = os.read(0, count - len(data))
        if not chunk:
            os._exit(0)
        data += chunk
    return data


start = json.loads(read(int.from_bytes(read(4), "big")))
for name, source in start["modules"]:
    module = types.ModuleType(name)
    sys.modules[name] = module
    exec(compile(source, "<" + name + ">", "exec"), module.__dict__)
sys.modules["ael_worker"].main(start["config"])
