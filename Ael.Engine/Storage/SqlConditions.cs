using System.Text;

namespace Ael.Engine.Storage;

/// <summary>A WHERE clause joined by and, and its parameters. Conditions are constants; values only travel as parameters.</summary>
internal sealed class SqlConditions
{
    private readonly StringBuilder _sql = new("WHERE true");
    private readonly List<(string, object)> _parameters = [];

    public (string Name, object Value)[] Parameters => [.. _parameters];

    public SqlConditions And(string condition, params ReadOnlySpan<(string, object)> values)
    {
        _sql.Append(" AND ").Append(condition);
        _parameters.AddRange(values);
        return this;
    }

    /// <summary>Adds the condition unless its value is null.</summary>
    public void AndIf(string condition, string name, object? value)
    {
        if (value is not null)
        {
            And(condition, (name, value));
        }
    }

    public override string ToString() => _sql.ToString();
}
