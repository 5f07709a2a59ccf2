namespace Ael.Engine.Tests.Support;

/// <summary>For tests of what the whole process holds: no other test runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
