using Ael.Engine.Errors;

namespace Ael.Engine.Api.Problems;

/// <summary>
/// A request that cannot be served. Where HTTP has a closer status than the code's own (404 for an unknown route, 405, 413, 415),
/// <see cref="Status"/> says so.
/// </summary>
internal sealed class ApiException(AelError error, int? status = null, Exception? inner = null) : AelException(error, inner)
{
    public int Status { get; } = status ?? error.Code.HttpStatus;

    /// <summary>Places in the body that are wrong, when more than the message is known of them.</summary>
    public IReadOnlyList<Problem> Problems { get; init; } = [];

    /// <summary>
    /// A parameter that is not acceptable: in <paramref name="path"/> as in <c>query.limit</c>, <c>headers.Content-Type</c> or <c>$.inputs</c> (the body); null
    /// where it is the address itself.
    /// </summary>
    public static ApiException Parameter(string message, string? suggestion = null, int? status = null, string? path = null)
    {
        var error = new AelError(ErrorCode.ParamInvalid, message) { Suggestion = suggestion ?? ErrorCode.ParamInvalid.DefaultSuggestion };
        return new ApiException(error, status) { Problems = path is null ? [] : [new Problem(error.Code, path, 0, 0, message, error.Suggestion)] };
    }
}
