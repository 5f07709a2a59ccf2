using System.Text.Json;
using Microsoft.Playwright;

namespace Ael.Console.Tests.Support;

/// <summary>axe-core, which finds what keeps people out: contrast, names, roles, focus.</summary>
internal static class Axe
{
    private static readonly string[] s_serious = ["serious", "critical"];

    /// <summary>What is serious or critical on the page as it is now, one line each.</summary>
    public static async Task<IReadOnlyList<string>> FindAsync(IPage page)
    {
        if (await page.EvaluateAsync<bool>("window.axe === undefined"))
        {
            var source = await File.ReadAllTextAsync(NpmPackages.File("axe-core/axe.min.js"), TestContext.Current.CancellationToken);
            // By the debugger's door, which the page's policy does not close.
            await page.EvaluateAsync(source + "; 0");
        }

        var found = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] })");
        return [.. from violation in found.GetProperty("violations").EnumerateArray()
                   where s_serious.Contains(violation.GetProperty("impact").GetString())
                   from node in violation.GetProperty("nodes").EnumerateArray()
                   select $"{violation.GetProperty("id")}: {node.GetProperty("html")} {node.GetProperty("failureSummary")}"];
    }
}
