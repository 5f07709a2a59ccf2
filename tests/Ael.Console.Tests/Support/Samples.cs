namespace Ael.Console.Tests.Support;

/// <summary>Workflows for the console to show.</summary>
internal static class Samples
{
    public static readonly (string Name, string Yaml) Greet = ("greet", """
        name: greet
        version: "1.0"
        description: Greets somebody, slowly
        tags: [sample]
        inputs:
          - name: { type: string, description: Whom to greet }
          - times: { type: integer, default: 2, minimum: 1, maximum: 9 }
          - tone: { type: string, enum: [warm, cold], default: warm }
        steps:
          - id: first
            tool: echo
            params: { text: "hello {{ inputs.name }}" }
          - id: hold
            tool: wait
          - id: last
            tool: echo
            params: { text: "{{ steps.first.output }} ({{ inputs.tone }}, {{ inputs.times }} times)" }
        output: "{{ steps.last.output }}"
        """);

    /// <summary>Three steps, the last of which fails in line 14.</summary>
    public static readonly (string Name, string Yaml) Fails = ("fails", """
        name: fails
        version: "1.0"
        description: Divides by a number, which may be zero
        inputs:
          - by: 0
        steps:
          - id: left
            tool: echo
            params: { text: "12" }
            depends_on: []
          - id: divide
            code: |
              print("dividing", context.steps["left"].output)
              return 12 / context.inputs["by"]
        output: "{{ steps.divide.output }}"
        """);

    public static readonly (string Name, string Yaml) Quick = ("quick", """
        name: quick
        version: "2.1"
        description: Two answers at once, then one of both
        inputs:
          - text: { type: string, default: some text }
        steps:
          - id: left
            tool: echo
            depends_on: []
            params: { text: "{{ inputs.text }}" }
          - id: right
            tool: echo
            depends_on: []
            params: { text: "more of it" }
          - id: both
            tool: echo
            depends_on: [left, right]
            params: { text: "{{ steps.left.output }} and {{ steps.right.output }}" }
        outputs:
          - name: text
            from: steps.both.output
        """);

    public static readonly (string Name, string Yaml) Refused = ("refused", """
        name: refused
        version: "1.0"
        description: A tool that says no, asked twice
        inputs:
          - why: { type: string, default: the shop is closed }
        steps:
          - id: ask
            tool: fail
            params: { message: "{{ inputs.why }}" }
            retry: { max_attempts: 2, delay: 10ms, jitter: false }
        """);

    public static readonly (string Name, string Yaml) Outer = ("outer", """
        name: outer
        version: "1.0"
        description: Leads to another workflow
        tags: [sample]
        steps:
          - id: inner
            workflow: quick
            params: { text: from outside }
          - id: after
            tool: echo
            when: "steps.inner.output.text == 'never'"
            params: { text: skipped }
        output: "{{ steps.inner.output.text }}"
        """);

    public static readonly (string Name, string Yaml) Broken = ("broken", """
        name: broken
        version: "1.0"
        steps:
          - id: one
            tool: echo
            params: { text: "{{ inputs.nothing }}" }
          - id: two
            tol: echo
        """);

    public static readonly (string Name, string Yaml)[] All = [Greet, Fails, Quick, Refused, Outer, Broken];
}
