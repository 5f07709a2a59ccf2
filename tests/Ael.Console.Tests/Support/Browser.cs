using System.Reflection;
using Ael.Console.Tests.Support;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(Browser))]

namespace Ael.Console.Tests.Support;

/// <summary>The machine's Chromium, driven by Playwright; one for all tests, started by the first that needs it. Each test has a profile of its own.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] s_arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private readonly SemaphoreSlim _gate = new(1);
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>A new profile; what happens in it is watched.</summary>
    internal Task<Visit> VisitAsync(ConsoleEngine engine, ColorScheme colours = ColorScheme.Light, int width = 1280, int height = 900) =>
        VisitAsync(engine.Address, colours, width, height);

    internal async Task<Visit> VisitAsync(Uri address, ColorScheme colours = ColorScheme.Light, int width = 1280, int height = 900)
    {
        var browser = await StartAsync();
        var context = await browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = address.ToString(),
            ColorScheme = colours,
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ReducedMotion = ReducedMotion.Reduce,
            Locale = "en-GB",
            TimezoneId = "UTC",
        });
        context.SetDefaultTimeout((float)EngineProcess.Patience.TotalMilliseconds);
        Assertions.SetDefaultExpectTimeout((float)EngineProcess.Patience.TotalMilliseconds);
        return new Visit(context, await context.NewPageAsync(), address);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        _playwright?.Dispose();
        _gate.Dispose();
    }

    private async Task<IBrowser> StartAsync()
    {
        var program = Programs.Require("chromium");
        await _gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            var driver = typeof(Browser).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "PlaywrightDriver").Value;
            Environment.SetEnvironmentVariable("PLAYWRIGHT_DRIVER_SEARCH_PATH", driver);
            _playwright ??= await Playwright.CreateAsync();
            return _browser ??= await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = program, Headless = true, Args = s_arguments });
        }
        finally
        {
            _gate.Release();
        }
    }
}
