"""What a run prints, kept up to a limit where the parent can still read it when the run dies."""
import io
import mmap
import threading


class Memory:
    """Shared by the parent and one run: a byte that says the run reported its end, the log's length, a byte for "cut", the log."""

    HEADER = 6

    def __init__(self, limit):
        self.limit = limit
        self._map = mmap.mmap(-1, self.HEADER + limit)

    def close(self):
        self._map.close()

    @property
    def reported(self):
        return self._map[0] == 1

    def report(self):
        self._map[0] = 1

    def append(self, data):
        length = int.from_bytes(self._map[1:5], "big")
        room = self.limit - length
        if len(data) > room:
            self._map[5] = 1
            # A character of several bytes is not cut in two.
            data = data[:room].decode("utf-8", "ignore").encode("utf-8")
        end = length + len(data)
        self._map[self.HEADER + length:self.HEADER + end] = data
        self._map[1:5] = end.to_bytes(4, "big")

    def text(self):
        # The lengths may be anything after hostile code had the memory.
        length = min(int.from_bytes(self._map[1:5], "big"), self.limit)
        text = self._map[self.HEADER:self.HEADER + length].decode("utf-8", "replace")
        if self._map[5]:
            text += ("" if text.endswith("\n") else "\n") + "[log cut: python.max_log_bytes is %d]\n" % self.limit
        return text


class Log(io.TextIOBase):
    """Stands in for sys.stdout and sys.stderr."""

    encoding = "utf-8"

    def __init__(self, memory):
        self._memory = memory
        self._lock = threading.Lock()

    def writable(self):
        return True

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError("write() takes str, not " + type(text).__name__)
        with self._lock:
            self._memory.append(text.encode("utf-8", "replace"))
        return len(text)
