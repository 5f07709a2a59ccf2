"""What holds a run apart from bubblewrap: resource limits and a filter on system calls. Linux has both, other systems less."""
import os
import struct
import sys

try:
    import resource
except ImportError:
    resource = None

_SPARE = 32 * 1024 * 1024
_CPU_SECONDS = 3600
_FILE_BYTES = 64 * 1024 * 1024

# Numbers of the system calls refused with EPERM: new processes and programs, the network, other processes' memory and signals, memory that
# the address space limit does not count, and the kernel's richest sources of mistakes. In this order: socket execve execveat kill tkill
# rt_sigqueueinfo rt_tgsigqueueinfo ptrace process_vm_readv process_vm_writev pidfd_send_signal pidfd_open pidfd_getfd process_madvise mount
# umount2 pivot_root chroot unshare setns open_tree move_mount fsopen fsconfig fsmount fspick mount_setattr bpf perf_event_open keyctl
# add_key request_key userfaultfd io_uring_setup io_uring_enter io_uring_register name_to_handle_at open_by_handle_at memfd_create
# memfd_secret shmget semget msgget mq_open personality kcmp; on x86_64 also fork vfork.
_MACHINES = {
    "x86_64": {
        "arch": 0xC000003E, "clone": 56, "tgkill": 234, "prlimit64": 302,
        "refused": """41 59 322 62 200 129 297 101 310 311 424 434 438 440 165 166 155 161 272 308 428 429 430 431 432 433 442 321 298 250 248
                      249 323 425 426 427 303 304 319 447 29 64 68 240 135 312 57 58""".split(),
    },
    "aarch64": {
        "arch": 0xC00000B7, "clone": 220, "tgkill": 131, "prlimit64": 261,
        "refused": """198 221 281 129 130 138 240 117 270 271 424 434 438 440 40 39 41 51 97 268 428 429 430 431 432 433 442 280 241 219 217
                      218 282 425 426 427 264 265 279 447 194 190 186 180 92 272""".split(),
    },
}
_CLONE3 = 435
_CLONE_THREAD = 0x10000
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_SECCOMP, _PR_SET_NO_NEW_PRIVS = 1, 4, 22, 38
_KILL, _ALLOW, _EPERM, _ENOSYS = 0x80000000, 0x7FFF0000, 0x00050001, 0x00050026
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCH, _ARGUMENT_0 = 0, 4, 16
_INSTRUCTION = struct.Struct("=HBBI")
_VALUE = 4

_KERNEL = tuple(int("".join(c for c in part if c.isdigit()) or 0) for part in os.uname().release.split("-")[0].split(".")[:2]) if resource else ()

try:
    import ctypes

    # The symbols of the process itself: finding libc by name would start programs.
    _libc = ctypes.CDLL(None) if sys.platform == "linux" else None
except (ImportError, OSError, TypeError):
    _libc = None


def has_filter():
    return _libc is not None and os.uname().machine in _MACHINES


def hold(own_user_namespace):
    """What holds this process and, inherited, every run of it. Nobody of the same user may look into it, either."""
    if _libc:
        _libc.prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
        _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    limits = [("RLIMIT_FSIZE", _FILE_BYTES, _FILE_BYTES), ("RLIMIT_NOFILE", 128, 128), ("RLIMIT_CORE", 0, 0)]
    # Without a user namespace of its own, or on kernels before 5.14, all processes of the user count.
    if own_user_namespace and _KERNEL >= (5, 14):
        limits.append(("RLIMIT_NPROC", 64, 64))
    _set(_allowed(limits))


def die_with_parent(parent):
    if _libc:
        _libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)
        if os.getppid() != parent:
            os._exit(0)


class Walls:
    """What a run alone is held by, put together before a fork: the child then touches, and so copies, as few pages as can be."""

    def __init__(self, memory):
        self._limits = list(_allowed([("RLIMIT_AS", memory, memory + _SPARE), ("RLIMIT_CPU", _CPU_SECONDS, _CPU_SECONDS + 5)]))
        self._filter = Filter() if has_filter() else None

    def put_up(self):
        _set(self._limits)
        if self._filter:
            self._filter.install()


def make_room():
    """After a MemoryError: enough to report it."""
    if resource:
        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _allowed(limits):
    """Those that there are, and none higher than what holds already."""
    for name, soft, hard in limits:
        kind = getattr(resource, name, None)
        if kind is not None:
            most = resource.getrlimit(kind)[1]
            yield (kind, (soft, hard) if most == resource.RLIM_INFINITY else (min(soft, most), min(hard, most)))


def _set(limits):
    for kind, pair in limits:
        try:
            resource.setrlimit(kind, pair)
        except (ValueError, OSError):
            pass  # macOS refuses some of them.


class Filter:
    """The program for the kernel, put together before a fork: the child has only its own id to fill in."""

    def __init__(self):
        program, self._own_id = _program()
        self._code = ctypes.create_string_buffer(program)
        header = struct.pack("@HP", len(program) // _INSTRUCTION.size, ctypes.addressof(self._code))
        self._header = ctypes.create_string_buffer(header)
        self._address = ctypes.c_void_p(ctypes.addressof(self._header))

    def install(self):
        struct.pack_into("=I", self._code, self._own_id, os.getpid())
        if _libc.prctl(_PR_SET_SECCOMP, 2, self._address, 0, 0) != 0:
            os._exit(97)


def _program():
    """The instructions, and where among their bytes the child's own id belongs."""
    machine = _MACHINES[os.uname().machine]
    program = []

    def add(code, value, if_true=0, if_false=0):
        program.append(_INSTRUCTION.pack(code, if_true, if_false, value))

    def refuse(number, answer=_EPERM):
        add(_EQUAL, number, 0, 1)
        add(_RETURN, answer)

    def only_if(number, test, value):
        add(_EQUAL, number, 0, 4)
        add(_LOAD, _ARGUMENT_0)
        add(test, value, 0, 1)
        add(_RETURN, _ALLOW)
        add(_RETURN, _EPERM)

    add(_LOAD, _ARCH)
    add(_EQUAL, machine["arch"], 1, 0)
    add(_RETURN, _KILL)
    add(_LOAD, _NUMBER)
    # x32, a second set of numbers on x86_64.
    add(_AT_LEAST, 0x40000000, 0, 1)
    add(_RETURN, _EPERM)
    # Its flags are behind a pointer, out of a filter's sight; the C library then takes clone.
    refuse(_CLONE3, _ENOSYS)
    only_if(machine["clone"], _ANY_BIT, _CLONE_THREAD)
    # Until it is filled in there is no such process, so that nothing can be sent a signal.
    only_if(machine["tgkill"], _EQUAL, 0)
    own_id = (len(program) - 3) * _INSTRUCTION.size + _VALUE
    only_if(machine["prlimit64"], _EQUAL, 0)
    for number in machine["refused"]:
        refuse(int(number))
    add(_RETURN, _ALLOW)
    return b"".join(program), own_id
