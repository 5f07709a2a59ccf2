using Ael.AppHost.Watch;
using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Ael.AppHost.Tests.Watch;

/// <summary>On Aspire's own notifications, without anything that runs.</summary>
public sealed class StartWatchTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_container_that_fails_is_on_the_console()
    {
        var builder = DistributedApplication.CreateBuilder(new DistributedApplicationOptions { DisableDashboard = true });
        var loki = builder.AddContainer("loki", "grafana/loki").Resource;
        await using var app = builder.Build();
        await using var console = new LinesWriter();
        var following = StartWatch.FollowAsync(app.Services, console);

        await app.Services.GetRequiredService<ResourceNotificationService>()
            .PublishUpdateAsync(loki, s => s with { State = KnownResourceStates.Exited, ExitCode = 1 });

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(EngineProcess.Patience);
        Assert.NotNull(await console.Lines.FindAsync("loki has ended with exit code 1", patience.Token));
        app.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        await following.WaitAsync(EngineProcess.Patience, Token);
    }
}
