using System.Globalization;
using System.Text.RegularExpressions;

namespace Ael.Engine.Tests.Telemetry;

internal sealed record PrometheusSample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>An answer of <c>/metrics</c>, taken apart.</summary>
internal sealed partial class PrometheusText
{
    public PrometheusText(string text)
    {
        Text = text;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = line.Split(' ', 4);
            switch (parts)
            {
                case ["#", "TYPE", var name, var type]:
                    Types[name] = type;
                    break;
                case ["#", "HELP", var name, var help]:
                    Help[name] = help;
                    break;
                case ["#", ..]:
                    break;
                default:
                    var match = Sample().Match(line);
                    Assert.True(match.Success, line);
                    var labels = Label().Matches(match.Groups["labels"].Value).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value);
                    Samples.Add(new PrometheusSample(match.Groups["name"].Value, labels, Number(match.Groups["value"].Value)));
                    break;
            }
        }
    }

    public string Text { get; }

    public Dictionary<string, string> Types { get; } = [];

    public Dictionary<string, string> Help { get; } = [];

    public List<PrometheusSample> Samples { get; } = [];

    public IEnumerable<PrometheusSample> Of(string name) => Samples.Where(s => s.Name == name);

    /// <summary>Series as <c>name{label="value",...}</c>, labels by name, with their values.</summary>
    public Dictionary<string, double> Series(string name) => Of(name).ToDictionary(s => Key(s.Labels), s => s.Value);

    public static string Key(IEnumerable<KeyValuePair<string, string>> labels) =>
        string.Join(",", labels.OrderBy(l => l.Key, StringComparer.Ordinal).Select(l => $"{l.Key}={l.Value}"));

    private static double Number(string text) => text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \d+)?$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)"(,|$)""")]
    private static partial Regex Label();
}
