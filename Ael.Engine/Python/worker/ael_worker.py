"""The warm process: keeps one child ready ahead of time, lets it do one run, and makes the next.

The engine's frames travel on what were standard input and output, and only the child touches them. What this process has to say goes as
lines to standard error, which the child gives up before it runs anything: a run can neither speak for it nor for the run after.
"""
import base64
import gc
import os
import select
import sys

import ael_channel
import ael_imports
import ael_limits
import ael_log
import ael_run


_AT_ONCE = 0.0003


def main(config):
    sys.path.extend(config["paths"])
    channel, control = _take_descriptors()
    _import_all(ael_imports.FIRST)
    if config["fork"] and hasattr(os, "fork"):
        _fork_for_each(channel, control, config)
    else:
        _run_here(channel, control, config)


def _take_descriptors():
    """Moves the three pipes away from where print() and C libraries write."""
    read, write, control = os.dup(0), os.dup(1), os.dup(2)
    null = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1):
        os.dup2(null, fd)
    # Standard error stays until a run begins: an interpreter that fails says why.
    os.close(null)
    return ael_channel.Channel(read, write), control


def _fork_for_each(channel, control, config):
    walls = None
    if config["isolation"] != "none":
        ael_limits.hold(config["isolation"] == "bubblewrap")
        walls = ael_limits.Walls(config["memory"])
    parent = os.getpid()
    later = ael_imports.LATER[config["profile"]]
    rehearsal = ael_run.rehearsal()
    while True:
        memory = ael_log.Memory(config["max_log"])
        run = ael_run.Run(channel, memory, config, alone=True)
        # Each run has numbers of its own.
        sys.modules["random"].seed()
        ready = _line("ready", _mark(channel))
        alive, held = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(alive)
            try:
                _child(channel, control, run, parent, walls, rehearsal)
            finally:
                os._exit(1)
        os.close(held)
        _write(control, ready)
        # The first run does not wait for these; those after it have them.
        if later:
            _import_all(later)
            later = ()
            # What is here now is never looked at by a child's collector, and so never copied for it.
            gc.collect()
            gc.freeze()
        stopped = _wait(alive, channel.read_fd, child)
        os.close(alive)
        alone = config["isolation"] != "none" and ael_limits.has_filter()
        if not alone:
            # What it may have started. Before it is collected: from then on its number may be another's.
            _kill_group(child)
        exit_code = _exit_code(child)
        if not alone and config["isolation"] == "bubblewrap":
            # What left the group lives in this sandbox, and ends with it.
            os._exit(0)
        if config["isolation"] == "bubblewrap":
            try:
                _empty("/tmp")
            except (OSError, RecursionError):
                # What cannot be cleared away would be seen by the next run; a new sandbox has a new /tmp.
                os._exit(0)
        _say(control, "exit", str(exit_code), _lost_log(memory, stopped))
        memory.close()
        try:
            channel.drain()
        except EOFError:
            os._exit(0)


def _child(channel, control, run, parent, walls, rehearsal):
    os.setsid()
    ael_limits.die_with_parent(parent)
    os.close(control)
    os.dup2(1, 2)
    run.take_output()
    if walls:
        walls.put_up()
    # When callers wait, a job is here at once, and whoever rehearsed would be late for it.
    if not channel.pending(_AT_ONCE):
        run.rehearse(rehearsal)
    try:
        run.serve()
    except EOFError:
        pass
    # Not sys.exit: nothing that a run left behind gets another turn.
    os._exit(0)


def _run_here(channel, control, config):
    """Where there is no fork: fresh globals for each run, the same process."""
    _import_all(ael_imports.LATER[config["profile"]])
    while True:
        memory = ael_log.Memory(config["max_log"])
        _say(control, "ready", _mark(channel))
        try:
            run = ael_run.Run(channel, memory, config, alone=False)
            run.take_output()
            run.serve()
        except EOFError:
            os._exit(0)
        _say(control, "exit", "0", "")


def _mark(channel):
    """A number that the run before could not know stands between its bytes and those of the next."""
    nonce = os.urandom(16).hex()
    channel.send(ael_channel.MARK, nonce.encode())
    return nonce


def _wait(alive, engine, child):
    """Until the child has ended; the engine's end of the pipe closing ends it, too, and makes this true."""
    poll = select.poll()
    poll.register(alive, select.POLLIN)
    poll.register(engine, 0)
    stopped = any(fd == engine for fd, _ in poll.poll())
    if stopped:
        os.kill(child, 9)
    return stopped


def _empty(folder):
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                _empty(entry.path)
                os.rmdir(entry.path)
            else:
                os.unlink(entry.path)


def _exit_code(child):
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def _kill_group(leader):
    try:
        os.killpg(leader, 9)
    except OSError:
        pass


def _lost_log(memory, stopped):
    # A run that waited for a tool when the pipe was closed reports that, and nobody reads it.
    return "" if memory.reported and not stopped else base64.b64encode(memory.text().encode("utf-8")).decode()


def _say(control, *words):
    _write(control, _line(*words))


def _line(*words):
    return (" ".join(words) + "\n").encode()


def _write(control, line):
    data = memoryview(line)
    while data:
        data = data[os.write(control, data):]


def _import_all(names):
    for name in names:
        try:
            __import__(name)
        except ImportError:
            pass
