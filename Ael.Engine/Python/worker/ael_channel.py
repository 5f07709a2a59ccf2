"""Frames between the engine and one run: a byte of kind, four of length (big-endian), the payload."""
import os
import select

# From the engine: a job, a check, a tool's value, a tool's error. To it: a result, an error, the problems found, a tool call, the mark
# between two runs, the compiled code of a job.
JOB, CHECK, VALUE, FAILURE = b"J", b"K", b"V", b"X"
RESULT, ERROR, PROBLEMS, CALL, MARK, COMPILED = b"R", b"E", b"P", b"C", b"M", b"B"


class Channel:
    def __init__(self, read_fd, write_fd):
        self.read_fd = read_fd
        self.write_fd = write_fd

    def send(self, kind, payload):
        data = memoryview(kind + len(payload).to_bytes(4, "big") + payload)
        while data:
            data = data[os.write(self.write_fd, data):]

    def receive(self):
        header = self._read(5)
        return header[:1], self._read(int.from_bytes(header[1:], "big"))

    def pending(self, seconds=0):
        return bool(select.select([self.read_fd], [], [], seconds)[0])

    def drain(self):
        """Throws away what a run was sent but did not read, so that the next one does not take it for its own."""
        while self.pending():
            if not os.read(self.read_fd, 65536):
                raise EOFError

    def _read(self, count):
        chunks = []
        while count:
            chunk = os.read(self.read_fd, min(count, 1 << 20))
            if not chunk:
                raise EOFError
            chunks.append(chunk)
            count -= len(chunk)
        return b"".join(chunks)
