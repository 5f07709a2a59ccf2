namespace Ael.Benchmarks.Measure;

/// <summary>Prints a Markdown table row by row, as they are measured.</summary>
internal sealed class Table
{
    private readonly int[] _widths;

    /// <param name="columns">A column is as wide as its title; trailing spaces widen it.</param>
    public Table(params string[] columns)
    {
        _widths = [.. columns.Select(c => c.Length)];
        Console.WriteLine();
        Row(columns);
        Row([.. _widths.Select(w => new string('-', w))]);
    }

    public void Row(params object[] cells) =>
        Console.WriteLine($"| {string.Join(" | ", cells.Zip(_widths, (cell, width) => FormattableString.Invariant($"{cell}").PadRight(width)))} |");
}
