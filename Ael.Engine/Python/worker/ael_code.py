"""Compiles a step: `return` and `await` work at its top level, and every line keeps its number."""
import ast
import marshal
import sys
import types

FILE = "<step>"
FUNCTION = "__ael_step__"
# Compiled code is of use to the very interpreter that made it, and to no other.
_MADE_BY = sys.version.encode() + b"\0"
_MOST_PACKED = 64 * 1024
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)


class Compiled:
    def __init__(self, code, returns):
        self.code = code
        self.returns = returns


class Nothing:
    """What a step gives that ends without `return`."""


class Immediate:
    """Makes a plain value awaitable: tool calls give plain values, and `await` before them works all the same."""

    __slots__ = ("value",)

    def __init__(self, value):
        self.value = value

    def __await__(self):
        return self.value
        yield


def awaitable(value):
    return value if hasattr(type(value), "__await__") else Immediate(value)


async def _immediate(value):
    return value


def task(value):
    """For asyncio's functions, some of which take coroutines only."""
    return value if hasattr(type(value), "__await__") else _immediate(value)


def compile_step(tree):
    top = list(_top_level(tree))
    for node in top:
        if isinstance(node, (ast.Yield, ast.YieldFrom)):
            raise SyntaxError("'yield' outside function", (FILE, node.lineno, node.col_offset + 1, None))
    if any(isinstance(node, ast.Await) for node in ast.walk(tree)):
        tree = ast.fix_missing_locations(_Awaits().visit(tree))
    returns = any(isinstance(node, ast.Return) for node in top)
    if returns:
        tree = _as_function(tree, top)
    return Compiled(compile(tree, FILE, "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True), returns)


def pack(compiled):
    """For a later run of the same code; nothing where that is too much to keep."""
    data = _MADE_BY + (b"\1" if compiled.returns else b"\0") + marshal.dumps(compiled.code)
    return data if len(data) <= _MOST_PACKED else b""


def unpack(data):
    """None where another interpreter made it."""
    if not data.startswith(_MADE_BY):
        return None
    return Compiled(marshal.loads(memoryview(data)[len(_MADE_BY) + 1:]), data[len(_MADE_BY)] == 1)


def run(compiled, scope, with_asyncio):
    value = eval(compiled.code, scope)
    if compiled.returns:
        value = scope[FUNCTION]()
    if isinstance(value, types.CoroutineType):
        value = _drive(value, with_asyncio)
    if value is Nothing or not compiled.returns:
        value = scope.get("result")
    return value


def _drive(coroutine_, with_asyncio):
    if with_asyncio:
        import asyncio

        return asyncio.run(coroutine_)
    # Nothing here can truly wait without asyncio, whose import alone costs more than most steps.
    try:
        coroutine_.send(None)
    except StopIteration as end:
        return end.value
    coroutine_.close()
    raise RuntimeError("awaiting this needs `import asyncio`")


def accept_plain_values(asyncio):
    """asyncio.gather(context.tools.call(...), ...) gets plain values, too."""
    gather, wait_for = asyncio.gather, asyncio.wait_for
    create_task, ensure_future = asyncio.create_task, asyncio.ensure_future
    asyncio.gather = lambda *items, **options: gather(*map(task, items), **options)
    asyncio.wait_for = lambda item, timeout: wait_for(task(item), timeout)
    asyncio.create_task = lambda item, **options: create_task(task(item), **options)
    asyncio.ensure_future = lambda item, **options: ensure_future(task(item), **options)


def _top_level(tree):
    """Every node outside functions and classes; those themselves included."""
    stack = list(reversed(tree.body))
    while stack:
        node = stack.pop()
        yield node
        if not isinstance(node, _SCOPES):
            stack.extend(reversed(list(ast.iter_child_nodes(node))))


def _as_function(tree, top):
    is_async = any(isinstance(n, (ast.Await, ast.AsyncFor, ast.AsyncWith)) or getattr(n, "is_async", 0) for n in top)
    module = ast.parse("%sdef %s():\n pass" % ("async " if is_async else "", FUNCTION), FILE)
    function = module.body[0]
    body = [_Globals().visit(statement) for statement in tree.body]
    future = [s for s in body if isinstance(s, ast.ImportFrom) and s.module == "__future__"]
    # The names stay the module's, as they are without `return`: `global` in the step's own functions then finds them.
    names = sorted(_bound(top))
    function.body = ([ast.Global(names=names)] if names else []) + [s for s in body if s not in future]
    function.body.append(ast.Return(value=ast.Name(id="__ael_nothing__", ctx=ast.Load())))
    module.body = future + [function]
    return ast.fix_missing_locations(module)


def _bound(top):
    comprehension_targets = set()
    for node in top:
        if isinstance(node, ast.comprehension):
            comprehension_targets.update(id(n) for n in ast.walk(node.target))
    names = set()
    for node in top:
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load) and id(node) not in comprehension_targets:
            names.add(node.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)) and getattr(node, "module", None) != "__future__":
            names.update(alias.asname or alias.name.partition(".")[0] for alias in node.names if alias.name != "*")
        elif isinstance(node, ast.ExceptHandler) and node.name:
            names.add(node.name)
        elif type(node).__name__ in ("MatchAs", "MatchStar") and node.name:
            names.add(node.name)
        elif type(node).__name__ == "MatchMapping" and node.rest:
            names.add(node.rest)
    return names


class _Awaits(ast.NodeTransformer):
    def visit_Await(self, node):
        self.generic_visit(node)
        call = ast.Call(func=ast.Name(id="__ael_await__", ctx=ast.Load()), args=[node.value], keywords=[])
        node.value = ast.copy_location(call, node.value)
        return node


class _Globals(ast.NodeTransformer):
    """Takes out of the top level what does not go together with names declared global: annotations, and `global` itself."""

    def visit_FunctionDef(self, node):
        return node

    visit_AsyncFunctionDef = visit_ClassDef = visit_Lambda = visit_FunctionDef

    def visit_AnnAssign(self, node):
        if not isinstance(node.target, ast.Name):
            return node
        statement = ast.Pass() if node.value is None else ast.Assign(targets=[node.target], value=node.value)
        return ast.copy_location(statement, node)

    def visit_Global(self, node):
        return ast.copy_location(ast.Pass(), node)
