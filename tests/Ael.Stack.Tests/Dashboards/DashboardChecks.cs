using System.Text.Json;
using System.Text.RegularExpressions;
using Ael.Stack.Tests.Queries;

namespace Ael.Stack.Tests.Dashboards;

/// <summary>What can be wrong with a dashboard by itself and among the others. Each gives a line for each fault.</summary>
internal static partial class DashboardChecks
{
    private static readonly string[] s_builtIn = ["__all", "__rate_interval", "__range", "__auto", "__url_time_range", "__data", "__value", "__field"];

    public static readonly IReadOnlyList<Func<Dashboard, IReadOnlyList<Dashboard>, IEnumerable<string>>> All =
        [Identity, Layout, Words, Variables, Links, References];

    public static IEnumerable<string> Of(Dashboard dashboard, IReadOnlyList<Dashboard> all) => All.SelectMany(check => check(dashboard, all));

    private static IEnumerable<string> Identity(Dashboard dashboard, IReadOnlyList<Dashboard> all)
    {
        if (dashboard.Uid != dashboard.File)
        {
            yield return $"uid '{dashboard.Uid}' is not the file's name";
        }

        if (all.Count(d => d.Uid == dashboard.Uid || d.Title == dashboard.Title) > 1)
        {
            yield return $"uid '{dashboard.Uid}' or title '{dashboard.Title}' is another's, too";
        }

        if (dashboard.Json.GetProperty("schemaVersion").GetInt32() != 39 || dashboard.Json.GetProperty("editable").GetBoolean())
        {
            yield return "schemaVersion is to be 39, and editable false";
        }
    }

    private static IEnumerable<string> Layout(Dashboard dashboard, IReadOnlyList<Dashboard> all)
    {
        var places = dashboard.Json.GetProperty("panels").EnumerateArray()
            .Select(p => (Id: p.GetProperty("id").GetInt32(), Title: Dashboard.Text(p, "title"), At: p.GetProperty("gridPos").Deserialize<GridPos>(JsonSerializerOptions.Web)!)).ToList();
        foreach (var (id, title, at) in places)
        {
            if (at.X < 0 || at.X + at.W > 24 || at.W < 1 || at.H < 1)
            {
                yield return $"'{title}' is not within the 24 columns";
            }

            foreach (var other in places.Where(p => p.Id != id && p.At.Overlaps(at)))
            {
                yield return $"'{title}' lies over '{other.Title}'";
            }
        }

        if (places.DistinctBy(p => p.Id).Count() != places.Count)
        {
            yield return "two panels have one id";
        }
    }

    /// <summary>What somebody reads who has never seen it, also where there is nothing to show.</summary>
    private static IEnumerable<string> Words(Dashboard dashboard, IReadOnlyList<Dashboard> all) =>
        from panel in dashboard.Panels
        from problem in new[]
        {
            panel.Title.Length == 0 || !panel.Description.EndsWith('.') ? "has no title, or no description that is a sentence" : null,
            Dashboard.Text(panel.Defaults, "noValue").Length == 0 && !panel.Targets.Any(t => t.Text.EndsWith("or vector(0)", StringComparison.Ordinal)) ? "does not say what it means to show nothing (noValue)" : null,
            panel.Json.GetProperty("fieldConfig").GetProperty("defaults").TryGetProperty("thresholds", out _) || panel.Type is not ("stat" or "gauge") ? null : "has no thresholds",
        }
        where problem is not null
        select $"'{panel.Title}' {problem}";

    private static IEnumerable<string> Variables(Dashboard dashboard, IReadOnlyList<Dashboard> all)
    {
        var defined = dashboard.Variables.Select(v => v.Name).ToList();
        var used = QueryVariables.Of(dashboard.Json.GetRawText()).ToHashSet();
        return used.Except(defined).Except(s_builtIn).Select(v => $"variable '{v}' is used and not defined")
            .Concat(defined.Where(v => !used.Contains(v)).Select(v => $"variable '{v}' is defined and not used"))
            .Concat(defined.GroupBy(v => v).Where(g => g.Count() > 1).Select(g => $"variable '{g.Key}' is defined twice"));
    }

    private static IEnumerable<string> Links(Dashboard dashboard, IReadOnlyList<Dashboard> all)
    {
        foreach (var link in dashboard.Json.GetProperty("links").EnumerateArray())
        {
            var tags = link.GetProperty("tags").EnumerateArray().Select(t => t.GetString()).ToList();
            if (!all.All(d => d.Json.GetProperty("tags").EnumerateArray().Any(t => tags.Contains(t.GetString()))))
            {
                yield return "the links above do not lead to every dashboard";
            }
        }

        foreach (var url in dashboard.Panels.SelectMany(p => p.Links))
        {
            var match = DashboardUrl().Match(url);
            if (!match.Success)
            {
                yield return $"'{url}' leads to no dashboard";
            }
            else if (match.Groups["uid"].Value is not "${__data.fields.dashboard}" and var uid)
            {
                var target = all.FirstOrDefault(d => d.Uid == uid);
                if (target is null)
                {
                    yield return $"'{url}' leads to '{uid}', which is none";
                    continue;
                }

                var given = SetVariable().Matches(url).Select(m => m.Groups[1].Value).Concat(KeptVariable().Matches(url).Select(m => m.Groups[1].Value));
                foreach (var name in given.Where(n => target.Variables.All(v => v.Name != n)))
                {
                    yield return $"'{url}' sets '{name}', which '{uid}' does not have";
                }
            }
        }
    }

    /// <summary>Columns are named after queries (<c>Value #B</c>); data sources exist by default.</summary>
    private static IEnumerable<string> References(Dashboard dashboard, IReadOnlyList<Dashboard> all)
    {
        foreach (var panel in dashboard.Panels)
        {
            var refs = panel.Targets.Select(t => t.RefId).ToList();
            foreach (var name in ValueOf().Matches(panel.Json.GetRawText()).Select(m => m.Groups[1].Value).Where(n => !refs.Contains(n)).Distinct())
            {
                yield return $"'{panel.Title}' speaks of query {name}, which it does not have";
            }

            if (refs.Distinct().Count() != refs.Count)
            {
                yield return $"'{panel.Title}' has two queries of one name";
            }
        }

        var sources = DataSource.All();
        foreach (var variable in dashboard.Variables.Where(v => v.Type == "datasource"))
        {
            var uid = Dashboard.Text(variable.Json.GetProperty("current"), "value");
            if (!sources.Any(s => s.Uid == uid && s.Type == Dashboard.Text(variable.Json, "query")))
            {
                yield return $"variable '{variable.Name}' begins as data source '{uid}', which is not provisioned";
            }
        }
    }

    [GeneratedRegex("""^/d/(?<uid>\$\{__data\.fields\.dashboard\}|[a-z-]+)\?""")]
    private static partial Regex DashboardUrl();

    [GeneratedRegex("""[?&]var-(\w+)=""")]
    private static partial Regex SetVariable();

    [GeneratedRegex("""\$\{(\w+):queryparam\}""")]
    private static partial Regex KeptVariable();

    [GeneratedRegex("""Value #([A-Z])""")]
    private static partial Regex ValueOf();
}

internal sealed record GridPos(int X, int Y, int W, int H)
{
    public bool Overlaps(GridPos other) => X < other.X + other.W && other.X < X + W && Y < other.Y + other.H && other.Y < Y + H;
}
