using Ael.Engine.Errors;

namespace Ael.Engine.Workflows;

/// <summary>Decides which definition of which file runs: no name and version twice, no circle of workflow steps.</summary>
internal static class WorkflowResolver
{
    public static WorkflowSet Resolve(IReadOnlyCollection<WorkflowFile> files, DateTimeOffset now)
    {
        foreach (var file in files)
        {
            file.SharedProblems.Clear();
            file.Effective = file.Candidate ?? file.LastGood;
        }

        Clashes(files);
        Circles(files);
        foreach (var file in files)
        {
            file.Settle(now);
        }

        return new WorkflowSet(files.Select(f => f.ToEntry()));
    }

    private static void Clashes(IReadOnlyCollection<WorkflowFile> files)
    {
        Dictionary<(string, string), WorkflowFile> taken = [];
        foreach (var file in files.OrderBy(f => f.ClaimedIn).ThenBy(f => f.Path, StringComparer.Ordinal))
        {
            while (file.Effective is { } definition && !taken.TryAdd((definition.Name, definition.Version), file))
            {
                if (ReferenceEquals(definition, file.Candidate))
                {
                    var (line, column) = new WorkflowPlaces(definition.Source).Of("name");
                    file.SharedProblems.Add(new Problem(ErrorCode.WorkflowInvalid, "name", line, column,
                        $"'{definition.Name}' version {definition.Version} is already in {Path.GetFileName(taken[(definition.Name, definition.Version)].Path)}", "give it another name or version, or remove one of the files"));
                }

                file.FallBack();
            }
        }
    }

    private static void Circles(IReadOnlyCollection<WorkflowFile> files)
    {
        while (true)
        {
            var set = new WorkflowSet(files.Select(f => f.ToEntry()));
            var circles = files.Where(f => f.Effective is not null)
                .Select(f => (File: f, Problem: SubWorkflowCheck.Circle(f.Effective!, set.Find)))
                .Where(p => p.Problem is not null).ToList();
            if (circles.Count == 0)
            {
                return;
            }

            // The change that closed the circle gives way; files that came together give way together.
            var last = circles.Max(c => c.File.ChangedIn);
            foreach (var (file, problem) in circles.Where(c => c.File.ChangedIn == last))
            {
                file.SharedProblems.Add(new WorkflowPlaces(file.Effective!.Source).Sharpen(problem!));
                file.FallBack();
            }
        }
    }
}
