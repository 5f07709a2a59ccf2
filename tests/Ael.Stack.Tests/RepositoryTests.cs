namespace Ael.Stack.Tests;

/// <summary>The tests run on the checkout that they were built from.</summary>
public sealed class RepositoryTests
{
    [Fact]
    public void The_engine_that_is_tested_is_the_one_of_this_checkout() =>
        Assert.StartsWith(Repository.Root, EngineProcess.Program, StringComparison.Ordinal);
}
