using Ael.Engine.Errors;

namespace Ael.Engine.Storage;

/// <summary>What all stores hold to.</summary>
internal static class StoreLimits
{
    private const int LargestPage = 1000;

    public static int PageSize(int wanted) => Math.Clamp(wanted, 1, LargestPage);

    public static AelException Unknown(string executionId) =>
        new(ErrorCode.StorageError, $"the execution store has no execution '{executionId}'",
            suggestion: "It may have been deleted by retention; see `storage.retention_age` and `storage.retention_size`.");
}
