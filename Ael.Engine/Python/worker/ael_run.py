"""One run: takes a job from the channel, runs it, reports its end."""
import binascii
import builtins
import json
import sys
import traceback
import types

import ael_channel
import ael_checks
import ael_code
import ael_context
import ael_imports
import ael_limits
import ael_log
import ael_output

STEP = "__step__"
_REMOVED = ("eval", "exec", "compile", "open", "input", "breakpoint", "globals", "locals", "exit", "quit", "help")


_BUILTINS = {k: v for k, v in vars(builtins).items() if k not in _REMOVED}

# Fewer pages than json.loads, which first looks what it was given.
_read = json.JSONDecoder().raw_decode


class Forbidden(ImportError):
    def __init__(self, problem):
        super().__init__(problem["message"])
        self.problem = problem


class Run:
    def __init__(self, channel, memory, config, alone):
        self.channel = channel
        self.memory = memory
        self.config = config
        self.log = ael_log.Log(memory)
        self.limits = (config["max_depth"], config["max_output"], "execution.max_step_output")
        self.tools = ael_context.Tools(channel, self.limits)
        # A forked process has it for itself: to copy it would touch, and so copy, the pages of all that is in it.
        self.builtins = _BUILTINS if alone else dict(_BUILTINS)
        self.builtins["__import__"] = self._import

    def take_output(self):
        sys.stdout = sys.stderr = self.log

    def rehearse(self, job):
        """One run for nothing, before the job has come: a forked process is slow at whatever it does for the first time."""
        self._job(_read(job)[0])

    def serve(self):
        """Answers checks until a job has come and was run."""
        while True:
            kind, payload = self.channel.receive()
            if kind == ael_channel.CHECK:
                found = ael_checks.check(payload.decode("utf-8"), self.config["profile"])
                self.channel.send(ael_channel.PROBLEMS, json.dumps(found).encode())
                continue
            kind, answer = self._job(_read(payload.decode("utf-8"))[0])
            # A thread that the code left behind may be in the middle of a call.
            with self.tools.lock:
                self.memory.report()
                self.channel.send(kind, answer)
            return

    def _job(self, job):
        try:
            value = self._execute(job["code"], self._compiled(job), job["context"])
        except BaseException as error:
            return ael_channel.ERROR, self._with_log(self._describe(error))
        try:
            data = ael_output.to_json(value, "output", *self.limits)
        except MemoryError as error:
            return ael_channel.ERROR, self._with_log(self._describe(error))
        except ael_output.NotJson as error:
            return ael_channel.ERROR, self._with_log({"code": "CODE_OUTPUT_INVALID", "message": str(error), "suggestion": error.suggestion})
        log = self.memory.text().encode("utf-8")
        return ael_channel.RESULT, len(log).to_bytes(4, "big") + log + data

    def _with_log(self, error):
        return json.dumps({**error, "log": self.memory.text()}).encode("utf-8")

    def _compiled(self, job):
        compiled = ael_code.unpack(binascii.a2b_base64(job["compiled"])) if job.get("compiled") else None
        if compiled:
            return compiled
        tree, problem = ael_checks.parse(job["code"])
        if problem:
            raise Found(problem)
        if not job["checked"]:
            for problem in ael_checks.security(tree, self.config["profile"]):
                raise Found(problem)
        compiled = ael_code.compile_step(tree)
        if job.get("keep"):
            # Always, and before anything of it runs: what comes later could be the code's own word.
            self.channel.send(ael_channel.COMPILED, ael_code.pack(compiled))
        return compiled

    def _execute(self, code, compiled, context):
        with_asyncio = "asyncio" in code
        if with_asyncio:
            import asyncio

            ael_code.accept_plain_values(asyncio)
        # A real module: dataclasses, typing and enum look up where a class comes from.
        module = sys.modules[STEP] = types.ModuleType(STEP)
        scope = vars(module)
        scope.update({
            "__builtins__": self.builtins, "context": ael_context.Context(context, self.tools, self.log),
            "ToolError": ael_context.ToolError, "__ael_await__": ael_code.awaitable, "__ael_nothing__": ael_code.Nothing,
        })
        return ael_code.run(compiled, scope, with_asyncio)

    def _import(self, name, globals=None, locals=None, fromlist=(), level=0):
        # Modules import what they need; the profile is for the step's own imports.
        if globals is not None and globals.get("__name__") == STEP:
            if not (ael_imports.allowed_from(name, fromlist or (), self.config["profile"])):
                raise Forbidden(ael_checks.import_problem(name, self.config["profile"]))
        module = builtins.__import__(name, globals, locals, fromlist, level)
        if name == "logging" and not module.root.handlers:
            module.basicConfig(stream=self.log, level=module.DEBUG, format="%(levelname)s %(message)s")
        return module

    def _describe(self, error):
        if isinstance(error, Found):
            return error.problem
        if isinstance(error, MemoryError):
            ael_limits.make_room()
        frames = [
            [line, "<step>" if frame.f_code.co_name in ("<module>", ael_code.FUNCTION) else frame.f_code.co_name]
            for frame, line in traceback.walk_tb(error.__traceback__) if frame.f_code.co_filename == ael_code.FILE
        ]
        line = frames[-1][0] if frames else 0
        if isinstance(error, SyntaxError) and not frames:
            return ael_checks.syntax_problem(error)
        if isinstance(error, Forbidden):
            return {**error.problem, "line": line, "frames": frames}
        try:
            message = str(error)
        except Exception:
            message = "(its message cannot be shown)"
        return {
            "code": "RESOURCE_EXHAUSTED" if isinstance(error, MemoryError) else "CODE_RUNTIME", "type": type(error).__name__,
            "message": message[:8000], "line": line, "frames": frames[-20:],
            "tool": error._number if isinstance(error, ael_context.ToolError) else None,
        }


def rehearsal():
    """A job as most are: code that was compiled before, and that imports what most do."""
    code = "import json\nx = [context.inputs, context.steps]\nreturn {'x': json.loads('1')}"
    packed = ael_code.pack(ael_code.compile_step(ael_checks.parse(code)[0]))
    context = {"inputs": {"a": 1}, "steps": {"b": {"output": None}}}
    return json.dumps({"code": code, "checked": True, "compiled": binascii.b2a_base64(packed, newline=False).decode(), "context": context})


class Found(Exception):
    """The code cannot run; carries the problem."""

    def __init__(self, problem):
        super().__init__(problem["message"])
        self.problem = problem
