namespace Ael.Engine.Tests.BrokenInput.Targets;

/// <summary>The part of the engine that gets texts of one kind.</summary>
internal interface ITarget
{
    Task<Answer> SendAsync(string text, CancellationToken cancellationToken);
}

/// <param name="Accepted">Whether all went well.</param>
/// <param name="Raw">Everything that the sender sees.</param>
internal sealed record Answer(bool Accepted, string Raw)
{
    public string Code { get; init; } = "";

    /// <summary>As <see cref="BrokenCase.Place"/>.</summary>
    public string Place { get; init; } = "";

    public string Message { get; init; } = "";

    public string Suggestion { get; init; } = "";
}
