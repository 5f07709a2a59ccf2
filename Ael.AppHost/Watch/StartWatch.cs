using Ael.AppHost.Stack;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ael.AppHost.Watch;

/// <summary>Follows all resources from before they start until the AppHost stops, and writes what <see cref="StartReport"/> says to the console.</summary>
internal static class StartWatch
{
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(1);

    public static void AddStartWatch(this IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsRunMode)
        {
            return;
        }

        // Hosted services of an AppHost start after its resources, which is too late for those that never get there.
        builder.OnBeforeStart((started, cancellationToken) =>
        {
            // Not awaited: it ends with the application.
            _ = FollowAsync(started.Services, Console.Error);
            return Task.CompletedTask;
        });
    }

    /// <summary>Ends when the application stops.</summary>
    internal static async Task FollowAsync(IServiceProvider services, TextWriter console)
    {
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var notifications = services.GetRequiredService<ResourceNotificationService>();
        var logs = services.GetRequiredService<ResourceLoggerService>();
        var model = services.GetRequiredService<DistributedApplicationModel>();
        var report = new StartReport(TimeProvider.System);
        using var timer = new PeriodicTimer(s_tick);
        var events = notifications.WatchAsync(stopping).GetAsyncEnumerator(stopping);
        var next = events.MoveNextAsync().AsTask();
        var tick = timer.WaitForNextTickAsync(stopping).AsTask();
        try
        {
            while (true)
            {
                IReadOnlyList<StartLine> lines;
                if (await Task.WhenAny(next, tick) == next)
                {
                    if (!await next)
                    {
                        return;
                    }

                    lines = report.See(ResourceView.Of(events.Current));
                    next = events.MoveNextAsync().AsTask();
                }
                else
                {
                    await tick;
                    lines = report.Tick();
                    tick = timer.WaitForNextTickAsync(stopping).AsTask();
                }

                foreach (var line in lines)
                {
                    await SayAsync(line, model, logs, console, stopping);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The application stops, and what is unfinished now is no news.
        }
        finally
        {
            // An enumerator must not be disposed while it moves; its token ends that now.
            await Task.WhenAny(next);
            await events.DisposeAsync();
        }
    }

    private static async Task SayAsync(StartLine line, DistributedApplicationModel model, ResourceLoggerService logs, TextWriter console, CancellationToken cancellationToken)
    {
        await console.WriteLineAsync(line.Text.AsMemory(), cancellationToken);
        if (!line.AskForLog || model.Resources.FirstOrDefault(r => r.Name == line.Resource) is not { } resource)
        {
            return;
        }

        foreach (var mount in resource.Annotations.OfType<ConfigMount>())
        {
            await console.WriteLineAsync($"  its configuration: {mount.Source}".AsMemory(), cancellationToken);
        }

        foreach (var words in await LastWords.OfAsync(logs, resource, cancellationToken))
        {
            await console.WriteLineAsync($"  its log: {words}".AsMemory(), cancellationToken);
        }
    }
}
