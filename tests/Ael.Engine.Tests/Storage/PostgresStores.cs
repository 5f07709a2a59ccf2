using Ael.Engine.Configuration;
using Ael.Engine.Storage.Postgres;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace Ael.Engine.Tests.Storage;

/// <summary>Stores on a test's database. Each has connections of its own, as those of several engines have.</summary>
internal static class PostgresStores
{
    public static PostgresExecutionStore Open(string connection, TimeProvider time, StorageOptions? options = null, bool alone = true)
    {
        options = (options ?? new StorageOptions()) with { Postgres = connection };
        return new PostgresExecutionStore(new PostgresServer(options, time), options, alone);
    }
}
