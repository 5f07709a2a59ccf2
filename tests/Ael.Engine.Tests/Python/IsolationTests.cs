using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Python;
using Ael.Engine.Tests.Python.Escapes;

namespace Ael.Engine.Tests.Python;

/// <summary>
/// What hostile code meets once it is past the import list. <see cref="Escape"/> gets the real modules by introspection, as any
/// determined code will; what these tests look at is the sandbox behind.
/// </summary>
public sealed class IsolationTests(IsolatedRunner isolated) : IClassFixture<IsolatedRunner>
{
    private const string Escape = EscapeCase.Prelude;

    private CodeRunner Runner => isolated.Runner;

    [Theory]
    [InlineData("socket.socket()", "PermissionError")]
    [InlineData("os.fork()", "PermissionError")]
    [InlineData("os.execv(sys.executable, ['x'])", "PermissionError")]
    [InlineData("os.posix_spawn(sys.executable, ['x'], {})", "PermissionError")]
    [InlineData("real('subprocess').run([sys.executable])", "PermissionError")]
    [InlineData("os.kill(os.getppid(), 9)", "PermissionError")]
    [InlineData("os.kill(-1, 9)", "PermissionError")]
    [InlineData("os.kill(1, 9)", "PermissionError")]
    [InlineData("os.memfd_create('x')", "PermissionError")]
    [InlineData("real('resource').prlimit(os.getppid(), real('resource').RLIMIT_NOFILE, (0, 0))", "PermissionError")]
    [InlineData("real('resource').setrlimit(real('resource').RLIMIT_AS, (-1, -1))", "ValueError")]
    [InlineData("os.chroot('/')", "PermissionError")]
    [InlineData("read('/etc/passwd')", "FileNotFoundError")]
    [InlineData("read('/proc/self/environ')", "FileNotFoundError")]
    [InlineData("os.listdir('/root')", "FileNotFoundError|['.pyenv']")]
    [InlineData("os.listdir('/home')", "FileNotFoundError")]
    [InlineData("read('/x', 'w')", "OSError")]
    [InlineData("os.mkdir('/dev/x')", "OSError")]
    [InlineData("read(os.__file__, 'a')", "OSError")]
    [InlineData("os.setuid(0)", "PermissionError|OSError")]
    [InlineData("'AEL_TEST_SECRET' in str(os.environ)", "False")]
    [InlineData("os.getuid()", "65534")]
    [InlineData("(read('/tmp/a', 'w').write('x'), os.listdir('/tmp'))", "(1, ['a'])")]
    [InlineData("real('ctypes').CDLL(None).ptrace(16, os.getppid(), 0, 0)", "-1")]
    public async Task Escaped_code_finds_nothing(string attempt, string expected)
    {
        Environment.SetEnvironmentVariable("AEL_TEST_SECRET", "1");
        var output = await Runner.OutputAsync($"{Escape}return attempt(lambda: {attempt})");
        Assert.Contains(output.Trim('"'), expected.Split('|'));
    }

    [Fact]
    public async Task Files_in_tmp_are_bounded()
    {
        // Each file by its own limit, all of them by the size of the file system.
        var error = (await Runner.FailAsync(Escape + "for n in range(100):\n    read('/tmp/%d' % n, 'w').write('x' * 10_000_000)")).Error;
        Assert.Contains("No space left on device", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Threads_are_bounded_by_memory()
    {
        var error = (await Runner.FailAsync("import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(9,)).start()")).Error;
        Assert.Equal((ErrorCode.CodeRuntime, "line 3: RuntimeError: can't start new thread"), (error.Code, error.Message));
    }

    [Theory]
    [InlineData("for fd in range(3, 30):\n    attempt(os.write, fd, b'garbage' * 100)\nreturn 1")]
    [InlineData("for fd in range(3, 30):\n    attempt(os.write, fd, b'Z' + bytes(4))\ntime.sleep(9)")]
    [InlineData("for fd in range(3, 30):\n    attempt(os.write, fd, b'M' + bytes([0, 0, 0, 32]) + b'0' * 32)\nos._exit(0)")]
    [InlineData("for fd in range(3, 30):\n    attempt(os.write, fd, b'C' + bytes([0, 0, 0, 2]) + b'{}')\nreturn 1")]
    [InlineData("for fd in range(3, 30):\n    attempt(os.write, fd, b'R' + bytes([0, 0, 0, 4, 127, 255, 255, 255]))\ntime.sleep(9)")]
    [InlineData("for fd in range(3, 30):\n    attempt(os.write, fd, b'B' + bytes([0, 0, 0, 1]) + b'x')\nreturn 1")]
    [InlineData("os.closerange(0, 100)\nreturn 1")]
    [InlineData("os._exit(0)")]
    [InlineData("os._exit(7)")]
    [InlineData("os.abort()")]
    [InlineData("real('ctypes').string_at(0)")]
    public async Task Code_that_breaks_its_process_harms_itself_alone(string code)
    {
        var failure = await Runner.FailAsync($"{Escape}print('seen')\n{code}");
        Assert.Equal(ErrorCode.CodeRuntime, failure.Error.Code);
        Assert.Equal("1", await Runner.OutputAsync("return 1"));
    }

    [Theory]
    [InlineData("b'R' + bytes([0, 0, 0, 8, 0, 0, 0, 0]) + b'\"me\"' + b'R' + bytes([0, 0, 0, 9, 0, 0, 0, 0]) + b'\"you\"'")]
    [InlineData("b'R' + bytes([0, 0, 0, 8, 0, 0, 0, 0]) + b'\"me\"' + b'R' + bytes([0, 0, 9])")]
    public async Task A_forged_result_never_reaches_the_next_run(string bytes)
    {
        var output = await Runner.OutputAsync($"{Escape}for fd in range(3, 30):\n    attempt(os.write, fd, {bytes})\nos._exit(0)");
        Assert.Equal("\"me\"", output);
        Assert.Equal("1", await Runner.OutputAsync("return 1"));
    }

    [Fact]
    public async Task Code_too_large_to_be_kept_compiled_cannot_send_other_code_in_its_place()
    {
        var code = $"{Escape}large = '{new string('x', 100_000)}'\nfor fd in range(3, 30):\n    attempt(os.write, fd, b'B' + bytes([0, 0, 0, 1]) + b'x')\nreturn 1";
        Assert.Equal(ErrorCode.CodeRuntime, (await Runner.FailAsync(code)).Error.Code);
        Assert.Equal(ErrorCode.CodeRuntime, (await Runner.FailAsync(code)).Error.Code);
    }

    [Fact]
    public async Task A_crash_keeps_the_log() =>
        Assert.Equal("seen\n", (await Runner.FailAsync(Escape + "print('seen')\nos.abort()")).Log);

    [Fact]
    public async Task The_status_says_bubblewrap()
    {
        await Runner.OutputAsync("return 1");
        Assert.Equal(("bubblewrap", null), (Runner.Status.Isolation, Runner.Status.Warning));
    }
}
