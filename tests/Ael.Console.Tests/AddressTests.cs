using System.Net;
using Ael.Console.Tests.Support;

namespace Ael.Console.Tests;

/// <summary>The files as they are served.</summary>
public sealed class AddressTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_page_is_asked_for_anew_and_its_files_are_kept_for_ever()
    {
        await using var engine = await ConsoleEngine.StartAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.Brotli }) { BaseAddress = engine.Address };

        using var page = await http.GetAsync("/", Token);
        var html = await page.Content.ReadAsStringAsync(Token);
        var main = System.Text.RegularExpressions.Regex.Match(html, "src=\"(/console/[0-9a-f]+/main\\.js)\"").Groups[1].Value;
        using var script = await http.GetAsync(main, Token);
        using var old = await http.GetAsync("/console/000000000000/main.js", Token);
        using var missing = await http.GetAsync(main.Replace("main.js", "missing.js", StringComparison.Ordinal), Token);

        Assert.Equal("no-cache", page.Headers.CacheControl!.ToString());
        Assert.Contains("immutable", script.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        Assert.Equal("text/javascript", script.Content.Headers.ContentType!.MediaType);
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (old.StatusCode, missing.StatusCode));
    }
}
