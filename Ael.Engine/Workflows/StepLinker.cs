using Ael.Engine.Errors;
using Ael.Engine.Yaml;

namespace Ael.Engine.Workflows;

/// <summary>Works out the order of steps and checks every name of a step, in <c>depends_on</c>, templates and code.</summary>
internal sealed class StepLinker
{
    private readonly ProblemList _problems;
    private readonly IReadOnlyList<StepDraft> _drafts;
    private readonly Dictionary<string, int> _index = [];
    private readonly List<string> _ids = [];
    private readonly StepGraph _graph;

    public StepLinker(IReadOnlyList<StepDraft> drafts, ProblemList problems)
    {
        _problems = problems;
        _drafts = drafts;
        foreach (var draft in drafts)
        {
            // A step without a usable id takes part in the order under a name that nobody can write.
            var id = draft.Id ?? $"[{_ids.Count}]";
            if (!_index.TryAdd(id, _ids.Count))
            {
                var at = (draft.Node as YamlMapping)?.Find("id")?.Value ?? draft.Node;
                problems.Add(at, $"the id '{id}' is taken by the step in line {drafts[_index[id]].Node.Line}", $"give this step an id of its own, such as '{Free(id)}'");
                id = $"[{_ids.Count}]";
            }

            _ids.Add(id);
        }

        _graph = new StepGraph(_ids);
    }

    /// <summary>Ids that exist.</summary>
    public IReadOnlyCollection<string> Ids => _index.Keys;

    /// <summary>The steps in file order, each with what it waits for.</summary>
    public IReadOnlyList<StepDefinition> Link()
    {
        FollowFile();
        for (var i = 0; i < _drafts.Count; i++)
        {
            DependsOn(i);
        }

        for (var i = 0; i < _drafts.Count; i++)
        {
            Templates(i);
            Code(i);
        }

        return [.. _drafts.Select((d, i) => (d.Step, i)).Where(p => p.Step is not null).Select(p => p.Step! with { WaitsFor = _graph.WaitsFor(p.i) })];
    }

    /// <summary>Reports a step that does not exist; true when it does. The place is asked for only then: finding it takes a walk through the text.</summary>
    public bool Exists(string id, ErrorCode code, string path, Func<(int Line, int Column)> place)
    {
        if (_index.ContainsKey(id))
        {
            return true;
        }

        if (!_problems.Full)
        {
            var (line, column) = place();
            _problems.Add(new Problem(code, path, line, column, $"there is no step '{id}'", SuggestStep(id)));
        }

        return false;
    }

    private void FollowFile()
    {
        var previous = -1;
        for (var i = 0; i < _drafts.Count; i++)
        {
            if (_drafts[i].DependsOn is not null)
            {
                continue;
            }

            if (previous >= 0)
            {
                _graph.TryAdd(i, previous);
            }

            previous = i;
        }
    }

    private void DependsOn(int step)
    {
        foreach (var node in _drafts[step].DependsOn ?? [])
        {
            if (Exists(node.Text, ErrorCode.WorkflowInvalid, node.Path, () => (node.Line, node.Column)))
            {
                Wait(step, _index[node.Text], ErrorCode.WorkflowInvalid, node.Path, () => (node.Line, node.Column));
            }
        }
    }

    private void Templates(int step)
    {
        foreach (var reference in _drafts[step].References)
        {
            if (reference.Reference.Path is not ["steps", ..] path)
            {
                continue;
            }

            if (path.Count == 1)
            {
                // A computed name: it can be any step that runs before this one.
                for (var i = 0; i < step; i++)
                {
                    _graph.TryAdd(step, i);
                }
            }
            else if (_index.TryGetValue(path[1], out var other))
            {
                Wait(step, other, ErrorCode.TemplateError, reference.At.Path, () => reference.Place);
            }
        }
    }

    private void Code(int step)
    {
        if (_drafts[step].Code is not { } code)
        {
            return;
        }

        foreach (var reference in CodeReferences.Find(code.Text))
        {
            if (!reference.Certain)
            {
                if (_index.TryGetValue(reference.Name, out var known))
                {
                    _graph.TryAdd(step, known);
                }
            }
            else if (Exists(reference.Name, ErrorCode.WorkflowInvalid, code.Path, () => ScalarPlace.Of(code, reference.Offset)))
            {
                Wait(step, _index[reference.Name], ErrorCode.WorkflowInvalid, code.Path, () => ScalarPlace.Of(code, reference.Offset));
            }
        }
    }

    private void Wait(int step, int other, ErrorCode code, string path, Func<(int Line, int Column)> place)
    {
        if (_problems.Full || _graph.TryAdd(step, other))
        {
            return;
        }

        var message = step == other
            ? $"the step '{_ids[step]}' waits for itself: {_graph.Circle(step, other)}"
            : $"'{_ids[other]}' cannot have run here, for it waits for '{_ids[step]}': {_graph.Circle(step, other)}";
        var (line, column) = place();
        _problems.Add(new Problem(code, path, line, column, message,
            step == other ? "name another step" : $"move the step '{_ids[other]}' above, name an earlier step, or take one of these out of the circle"));
    }

    private string SuggestStep(string id) =>
        DidYouMean.Suggest(id, _index.Keys.Where(k => k[0] != '[')) ?? "use the id of a step in this file";

    private string Free(string id) => Enumerable.Range(2, _drafts.Count + 1).Select(n => $"{id}_{n}").First(n => !_index.ContainsKey(n));
}
