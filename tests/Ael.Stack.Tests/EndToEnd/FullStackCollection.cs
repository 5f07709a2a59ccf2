namespace Ael.Stack.Tests.EndToEnd;

/// <summary>One stack for all of these tests, which run one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class FullStackCollection : ICollectionFixture<FullStack>
{
    public const string Name = "full stack";
}
