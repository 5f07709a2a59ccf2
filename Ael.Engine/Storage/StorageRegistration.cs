using Ael.Engine.Configuration;
using Ael.Engine.Errors;
using Ael.Engine.Storage.Memory;
using Ael.Engine.Storage.Postgres;
using Ael.Engine.Storage.Sqlite;
using Ael.Engine.Telemetry;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ael.Engine.Storage;

internal static partial class StorageRegistration
{
    /// <summary>Value of <c>storage.path</c> that keeps nothing on disk.</summary>
    public const string InMemory = ":memory:";

    /// <summary>The execution store that <c>storage.postgres</c> or <c>storage.path</c> asks for, and its pruning. Needs <see cref="EngineOptions"/>.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.AddTelemetry().TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IExecutionStore>(provider =>
        {
            var options = provider.GetRequiredService<EngineOptions>().Storage;
            var time = provider.GetRequiredService<TimeProvider>();
            if (options.Postgres is not null)
            {
                var alone = provider.GetRequiredService<EngineOptions>().Execution.Backend == ExecutionBackend.Local;
                return new PostgresExecutionStore(provider.GetRequiredService<PostgresServer>(), options, alone, provider.GetRequiredService<AelTelemetry>());
            }

            if (options.Path == InMemory)
            {
                return new MemoryExecutionStore(options, time);
            }

            var store = new SqliteExecutionStore(options, time);
            if (store.Warning is { } warning)
            {
                provider.GetRequiredService<AelTelemetry>().Errors.Count(new AelError(ErrorCode.StorageError, warning), Components.Storage);
                Warn(provider.GetRequiredService<ILogger<SqliteExecutionStore>>(), warning);
            }

            return store;
        });
        // Of PostgreSQL alone, and made only when something asks for them.
        services.AddSingleton(provider => new PostgresServer(provider.GetRequiredService<EngineOptions>().Storage, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => (ISharedExecutions)provider.GetRequiredService<IExecutionStore>());
        services.AddSingleton<IWorkflowStore, PostgresWorkflowStore>();
        services.AddSingleton(provider => (IExecutionHistory)provider.GetRequiredService<IExecutionStore>());
        return services.AddHostedService<PruningService>();
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Execution store: {Warning}")]
    private static partial void Warn(ILogger logger, string warning);
}
