"""What a step sees as `context`."""
import json
import threading

import ael_channel
import ael_output


class NoSuchKey(KeyError):
    def __str__(self):
        return self.args[0]


class Record(dict):
    """A JSON object whose members are attributes, too."""

    def __init__(self, members, name):
        super().__init__(members)
        self.__dict__["_name"] = name

    def __missing__(self, key):
        raise NoSuchKey(_absent(self, self._name, key))

    def __getattr__(self, key):
        if key in self:
            return self[key]
        raise AttributeError(_absent(self, self._name, key))


class Context:
    """Not a Record: `as: items` in a foreach must give the element, not a method of dict."""

    def __init__(self, members, tools, out):
        self.tools = tools
        self.inputs = Record(members.pop("inputs", None) or {}, "context.inputs")
        self.workflow = Record(members.pop("workflow", None) or {}, "context.workflow")
        self.steps = Record(
            {key: Record(step, "context.steps[%s]" % json.dumps(key)) for key, step in (members.pop("steps", None) or {}).items()},
            "context.steps")
        self.execution_id = members.pop("execution_id", None)
        self.trace_id = members.pop("trace_id", None)
        self.vars = Record(members, "context.vars")
        self._out = out

    def log(self, *texts):
        print(*texts, file=self._out)

    def get(self, key, default=None):
        return getattr(self, key, default)

    def __getitem__(self, key):
        try:
            return getattr(self, key)
        except AttributeError as error:
            raise NoSuchKey(str(error)) from None

    def __getattr__(self, key):
        own = self.__dict__
        if key in own.get("vars", ()):
            return own["vars"][key]
        raise AttributeError(_absent([k for k in own if k[0] != "_"] + list(own.get("vars", ())), "context", key))


class ToolError(Exception):
    """A tool call that failed. `code` is one of the engine's error codes."""

    def __init__(self, code, message, tool=None, number=None):
        super().__init__(message)
        self.code = code
        self.message = message
        self.tool = tool
        self._number = number


class Tools:
    """Calls go to the engine and come back one at a time; they give plain values, with `await` and without."""

    def __init__(self, channel, limits):
        self._channel = channel
        self._limits = limits
        self.lock = threading.Lock()

    def call(self, name, params=None, **more):
        return self._call(None, name, params, more)

    def call_mcp(self, server, tool, params=None, **more):
        return self._call(server, tool, params, more)

    def _call(self, server, tool, params, more):
        for what, text in (("the tool's name", tool), ("the server's name", server or "")):
            if not isinstance(text, str):
                raise TypeError("%s is str, not %s" % (what, type(text).__name__))
        if params is not None and not isinstance(params, dict):
            raise TypeError("params of %s is a dict, not %s" % (tool, type(params).__name__))
        call = {"server": server, "tool": tool, "params": {**(params or {}), **more}}
        try:
            data = ael_output.to_json(call, "call", *self._limits)
        except ael_output.NotJson as error:
            text = str(error)
            raise ToolError("PARAM_INVALID", text[5:] if text.startswith("call.") else text, tool) from None
        with self.lock:
            self._channel.send(ael_channel.CALL, data)
            kind, answer = self._channel.receive()
        answer = json.loads(answer)
        if kind == ael_channel.FAILURE:
            raise ToolError(answer["code"], answer["message"], answer["tool"], answer["number"])
        return answer


def _absent(record, name, key):
    if not record:
        return "%s has no %r; it is empty" % (name, key)
    names = list(map(str, record))
    return "%s has no %r; it has: %s" % (name, key, ", ".join(names[:20]) + (", ..." if len(names) > 20 else ""))
