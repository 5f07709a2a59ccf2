using System.Globalization;

namespace Ael.Reliability.Cluster;

/// <summary>A workflow that takes its time: six marks, and pauses between them.</summary>
internal static class Stations
{
    public const string Name = "stations";
    public const int Marks = 6;

    /// <summary>Ten marks, and no pause.</summary>
    public const string MarksName = "marks";

    public static void WriteMarks(string folder) => File.WriteAllText(Path.Combine(folder, $"{MarksName}.yaml"), $$$"""
        name: {{{MarksName}}}
        version: "1.0"
        steps:
        {{{string.Join('\n', Enumerable.Range(1, 10).Select(Mark))}}}
        """);

    public static void Write(string folder) => File.WriteAllText(Path.Combine(folder, $"{Name}.yaml"), $$$"""
        name: {{{Name}}}
        version: "1.0"
        timeout: 1h
        inputs:
          - ms: 200
        steps:
        {{{string.Join('\n', Enumerable.Range(1, Marks).Select(Station))}}}
        output: "{{ steps.mark6.output }}"
        """);

    private static string Station(int n)
    {
        var number = n.ToString(CultureInfo.InvariantCulture);
        return $$$"""
            {{{Mark(n)}}}
              - { id: pause{{{number}}}, tool: pause, params: { ms: "{{ inputs.ms }}" } }
            """;
    }

    private static string Mark(int n)
    {
        var number = n.ToString(CultureInfo.InvariantCulture);
        return $$$"""  - { id: mark{{{number}}}, tool: mark, params: { execution: "{{ execution_id }}", step: mark{{{number}}} } }""";
    }
}
