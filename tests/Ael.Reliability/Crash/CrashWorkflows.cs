namespace Ael.Reliability.Crash;

/// <summary>Twelve steps that mark the witness: one after the other, in parallel, per element, and in sub-workflows.</summary>
internal static class CrashWorkflows
{
    public const string Name = "twelve";

    /// <summary>
    /// Writes of one undisturbed run: its creation, and twelve steps, the last of them with its end; and for each of three sub-workflows (one alone, two
    /// elements) creation and two steps.
    /// </summary>
    public const int Writes = 1 + 12 + (3 * 3);

    private const string Inner = """
        name: inner
        version: "1.0"
        inputs:
          - item: ""
        steps:
          - { id: first, tool: mark, params: { execution: "{{ execution_id }}", step: first, item: "{{ inputs.item }}" } }
          - { id: second, tool: mark, params: { execution: "{{ execution_id }}", step: second, item: "{{ inputs.item }}" } }
        output: "{{ steps.first.output }} {{ steps.second.output }}"
        """;

    public static void Write(string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "inner.yaml"), Inner);
        File.WriteAllText(Path.Combine(folder, "twelve.yaml"), $$$"""
            name: {{{Name}}}
            version: "1.0"
            timeout: 1h
            steps:
            {{{string.Join('\n', Enumerable.Range(1, 4).Select(Mark))}}}
              - { id: s5, workflow: inner, params: { item: one } }
            {{{Mark(6)}}}
              - { id: s7, foreach: "{{ ['1', '2', '3'] }}", tool: mark, params: { execution: "{{ execution_id }}", step: s7, item: "{{ item }}" } }
              - { id: s8, foreach: "{{ ['a', 'b'] }}", workflow: inner, params: { item: "{{ item }}" } }
              - { id: s9, depends_on: [s8], tool: mark, params: { execution: "{{ execution_id }}", step: s9 } }
              - { id: s10, depends_on: [s8], tool: mark, params: { execution: "{{ execution_id }}", step: s10 } }
              - { id: s11, depends_on: [s8], when: "false", tool: mark, params: { execution: "{{ execution_id }}", step: s11 } }
              - { id: s12, depends_on: [s9, s10], tool: mark, params: { execution: "{{ execution_id }}", step: s12 } }
            output: { last: "{{ steps.s12.output }}", inner: "{{ steps.s5.output }}", each: "{{ steps.s8.output }}" }
            """);
    }

    private static string Mark(int step) => $$$"""  - { id: s{{{step}}}, tool: mark, params: { execution: "{{ execution_id }}", step: s{{{step}}} } }""";
}
