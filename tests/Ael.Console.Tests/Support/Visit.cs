using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace Ael.Console.Tests.Support;

/// <summary>A tab on the console. Ending it fails the test when the browser complained about anything, or anything was asked of another host.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly Uri _address;
    private readonly ConcurrentQueue<string> _complaints = new();

    public Visit(IBrowserContext context, IPage page, Uri address)
    {
        (_context, Page, _address) = (context, page, address);
        // Violations of the Content-Security-Policy and of trusted types are errors of the console.
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !Expected.Any(e => message.Text.Contains(e, StringComparison.Ordinal)))
            {
                _complaints.Enqueue($"{message.Type}: {message.Text} ({message.Location})");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue("uncaught: " + error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(address.ToString(), StringComparison.Ordinal))
            {
                _complaints.Enqueue("asked another host: " + request.Url);
            }
        };
    }

    public IPage Page { get; }

    /// <summary>Parts of complaints that a test brings about by itself.</summary>
    public List<string> Expected { get; } = [];

    /// <summary>Goes to a place in the console, as <c>workflows/hello</c>, and waits until the engine's answer is shown.</summary>
    public async Task GoAsync(string place)
    {
        await Page.GotoAsync($"{_address}#/{place}");
        await Assertions.Expect(Page.Locator("h1")).ToBeVisibleAsync();
        await Assertions.Expect(Page.Locator(".loading")).ToHaveCountAsync(0);
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    public ILocator Link(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true });

    /// <summary>A titled part of the page.</summary>
    public ILocator Panel(string title) => Page.GetByRole(AriaRole.Region, new() { Name = title, Exact = true });

    /// <summary>The status beside the page's title.</summary>
    public ILocator Status => Page.Locator(".page-title [data-status]");

    public void NothingIsWrong() => Assert.Empty(_complaints);

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        NothingIsWrong();
    }
}
