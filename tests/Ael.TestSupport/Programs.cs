namespace Ael.TestSupport;

/// <summary>External programs that tests need. Missing ones skip their tests by name, unless AEL_REQUIRE_PROGRAMS=1 (CI) forbids it.</summary>
internal static class Programs
{
    /// <summary>Full path of a program on PATH; skips the running test (or fails it in CI) when it is not there.</summary>
    public static string Require(string name)
    {
        if (Find(name) is { } path)
        {
            return path;
        }

        Missing($"the program '{name}' is not on PATH");
        return "";
    }

    /// <summary>Skips the running test, or fails it in CI, saying what is missing.</summary>
    public static void Missing(string what)
    {
        if (Environment.GetEnvironmentVariable("AEL_REQUIRE_PROGRAMS") == "1")
        {
            Assert.Fail($"AEL_REQUIRE_PROGRAMS=1 and {what}");
        }

        Assert.Skip(what);
    }

    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Select(d => Path.Combine(d, name)).FirstOrDefault(File.Exists);
}
