"""Finds what cannot run, without running it: syntax errors, imports outside the profile, ways around the walls.

The last two are for early and readable errors. What holds hostile code is the sandbox around this process.
"""
import ast
import warnings

import ael_code
import ael_imports

_CALLS = {
    "eval": "Parse data with json.loads(...).", "exec": "Write the code into the step itself.", "compile": "Write the code into the step itself.",
    "open": "Use context.tools.call(...) for files.", "__import__": "Use an import statement.", "input": "Use context.inputs.",
    "globals": "Use a dict of your own.", "locals": "Use a dict of your own.", "breakpoint": "Use print(...): it goes to the step's log.",
    "__builtins__": "Use the names themselves.", "__loader__": "Use an import statement.", "__spec__": "Use an import statement.",
}
_ATTRIBUTES = frozenset("""
__subclasses__ __globals__ __builtins__ __bases__ __base__ __mro__ __code__ __closure__ __func__ __self__ __import__ __loader__ __spec__
__getattribute__ __reduce__ __reduce_ex__ __wrapped__ __subclasshook__ gi_frame gi_code cr_frame cr_code ag_frame ag_code f_globals f_locals
f_builtins f_back f_code tb_frame tb_next __traceback__
""".split())
_BY_NAME = ("getattr", "hasattr", "setattr", "delattr")
_MOST = 20


def parse(code):
    """The tree, and the syntax problem when there is none."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(code, ael_code.FILE), None
    except SyntaxError as error:
        return None, syntax_problem(error)
    except (ValueError, RecursionError, MemoryError) as error:
        return None, problem("CODE_SYNTAX", 1, 1, str(error) if isinstance(error, ValueError) else "the code is nested too deeply")


def check(code, profile):
    tree, error = parse(code)
    if error:
        return [error]
    found = security(tree, profile)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ael_code.compile_step(tree)
    except SyntaxError as error:
        found.append(syntax_problem(error))
    except (ValueError, RecursionError, MemoryError):
        found.append(problem("CODE_SYNTAX", 1, 1, "the code is nested too deeply"))
    return found[:_MOST]


def security(tree, profile):
    visitor = _Visitor(profile, _names_bound(tree))
    try:
        visitor.visit(tree)
    except RecursionError:
        return [problem("CODE_SYNTAX", 1, 1, "the code is nested too deeply")]
    return visitor.found


def problem(code, line, column, message, suggestion=None):
    return {"code": code, "line": line, "column": column, "message": message, "suggestion": suggestion}


def syntax_problem(error):
    return problem("CODE_SYNTAX", error.lineno or 1, error.offset or 1, error.msg)


def import_problem(name, profile, line=0, column=0):
    return problem("CODE_SECURITY", line, column, "the import of '%s' is not allowed in the profile '%s'" % (name, profile),
                   ael_imports.suggestion(name, profile))


def _names_bound(tree):
    """A step may have an `open` or `compile` of its own."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
        elif isinstance(node, ast.alias):
            names.add(node.asname or node.name)
    return names


class _Visitor(ast.NodeVisitor):
    def __init__(self, profile, bound):
        self.profile = profile
        self.bound = bound
        self.found = []

    def visit_Import(self, node):
        for alias in node.names:
            if not ael_imports.allowed(alias.name, self.profile):
                self._add(import_problem(alias.name, self.profile), node)

    def visit_ImportFrom(self, node):
        names = [alias.name for alias in node.names]
        if node.level:
            self._add(problem("CODE_SECURITY", 0, 0, "relative imports are not allowed: a step is not part of a package"), node)
        elif not ael_imports.allowed_from(node.module, names, self.profile):
            self._add(import_problem(node.module, self.profile), node)

    def visit_Name(self, node):
        if node.id in _CALLS and node.id not in self.bound:
            self._add(problem("CODE_SECURITY", 0, 0, "'%s' is not available in a step" % node.id, _CALLS[node.id]), node)

    def visit_Attribute(self, node):
        if node.attr in _ATTRIBUTES:
            self._inner(node.attr, node)
        self.generic_visit(node)

    def visit_Call(self, node):
        if isinstance(node.func, ast.Name) and node.func.id in _BY_NAME and len(node.args) > 1:
            name = node.args[1]
            if isinstance(name, ast.Constant) and name.value in _ATTRIBUTES:
                self._inner(name.value, name)
        self.generic_visit(node)

    def _inner(self, name, node):
        self._add(problem("CODE_SECURITY", 0, 0, "'%s' is not available in a step: it leads into the interpreter itself" % name,
                          "Use the value's own methods."), node)

    def _add(self, found, node):
        self.found.append({**found, "line": node.lineno, "column": node.col_offset + 1})
