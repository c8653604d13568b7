"""Filters for system calls: no new processes, no other program in place of this one, no back
doors, no outliving the grader.  bubblewrap sets the first, what it starts sets the second.

Classic BPF, see seccomp(2) and the kernel's Documentation/userspace-api/seccomp_filter.rst.
"""

import errno
import platform
import struct

LOAD, JUMP_EQUAL, JUMP_SET, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16  # offsets in struct seccomp_data
ALLOW, REFUSE = 0x7FFF0000, 0x00050000  # the latter with an errno
CLONE_THREAD = 0x00010000
PR_SET_PDEATHSIG, AF_UNIX = 1, 1

# By `platform.machine()`: the kernel's number of the architecture, and of the system calls.
MACHINES = {
    "x86_64": (
        0xC000003E,
        {"clone": 56, "clone3": 435, "prctl": 157, "socket": 41, "execve": 59, "execveat": 322},
        # fork, vfork, ptrace, process_vm_readv and _writev, pidfd_getfd, memfd_create and _secret,
        # shmget, msgget, semget, mq_open, add_key, request_key, keyctl, bpf, perf_event_open,
        # unshare, setns, mount, userfaultfd, io_uring_setup
        (57, 58, 101, 310, 311, 438, 319, 447, 29, 68, 64, 240)
        + (248, 249, 250, 321, 298, 272, 308, 165, 323, 425),
    ),
    "aarch64": (
        0xC00000B7,
        {"clone": 220, "clone3": 435, "prctl": 167, "socket": 198, "execve": 221, "execveat": 281},
        # the same, without fork and vfork, which it does not have
        (117, 270, 271, 438, 279, 447, 194, 186, 190, 180)
        + (217, 218, 219, 280, 241, 97, 268, 40, 282, 425),
    ),
}


def program(machine: str | None = None) -> bytes:
    """The filter for this machine, or another; b"" for one it is not known for."""
    if (machine or platform.machine()) not in MACHINES:
        return b""
    architecture, calls, refused = MACHINES[machine or platform.machine()]
    lines = [
        *_refusing(architecture, refused),
        # glibc falls back on clone, whose flags a filter can read.
        (JUMP_EQUAL, 0, 1, calls["clone3"]),
        (RETURN, 0, 0, REFUSE | errno.ENOSYS),
        # What ends the sandbox together with the grader stays set.
        *_by_argument(calls["prctl"], JUMP_EQUAL, PR_SET_PDEATHSIG, forbid=True),
        # Not every kind of socket ends at the network namespace.
        *_by_argument(calls["socket"], JUMP_EQUAL, AF_UNIX, forbid=False),
        # Threads, yes; processes, no.
        *_by_argument(calls["clone"], JUMP_SET, CLONE_THREAD, forbid=False),
        (RETURN, 0, 0, ALLOW),
    ]
    return _packed(lines)


def seal(machine: str | None = None) -> bytes:
    """The filter that a process in the sandbox sets itself, once it runs: no other program takes
    its place, also by a thread, of which no signal tells that the grader is gone; b"" as above."""
    if (machine or platform.machine()) not in MACHINES:
        return b""
    architecture, calls, _ = MACHINES[machine or platform.machine()]
    numbers = calls["execve"], calls["execveat"]
    return _packed([*_refusing(architecture, numbers), (RETURN, 0, 0, ALLOW)])


def _refusing(architecture: int, numbers: tuple[int, ...]) -> list[tuple]:
    """Refuse these calls, and all in the numbers of another architecture."""
    forbidden = REFUSE | errno.EPERM
    lines = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, architecture),
        (RETURN, 0, 0, forbidden),
        (LOAD, 0, 0, NUMBER),
        (JUMP_AT_LEAST, 0, 1, 0x40000000),  # the x32 numbers of the same calls
        (RETURN, 0, 0, forbidden),
    ]
    for number in numbers:
        lines += [(JUMP_EQUAL, 0, 1, number), (RETURN, 0, 0, forbidden)]
    return lines


def _packed(lines: list[tuple]) -> bytes:
    return b"".join(struct.pack("=HBBI", *line) for line in lines)


def _by_argument(number: int, jump: int, value: int, forbid: bool) -> list[tuple]:
    """Decide a call by its first argument: where it matches, forbid it, or nothing else."""
    return [
        (JUMP_EQUAL, 0, 4, number),
        (LOAD, 0, 0, FIRST_ARGUMENT),
        (jump, 0, 1, value) if forbid else (jump, 1, 0, value),
        (RETURN, 0, 0, REFUSE | errno.EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
