using System.Text;

namespace Ael.AppHost.Tests.Watch;

/// <summary>A console whose lines can be waited for.</summary>
internal sealed class LinesWriter : TextWriter
{
    public ProcessLines Lines { get; } = new();

    public override Encoding Encoding => Encoding.UTF8;

    public override Task WriteLineAsync(ReadOnlyMemory<char> buffer, CancellationToken cancellationToken = default)
    {
        Lines.Add(buffer.ToString());
        return Task.CompletedTask;
    }
}
