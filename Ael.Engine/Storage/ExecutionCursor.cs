using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Ael.Engine.Errors;

namespace Ael.Engine.Storage;

/// <summary>
/// The place after which a page goes on: creation time and order of insertion of the last item shown. A place in the order, not a
/// count, so that executions added meanwhile shift nothing.
/// </summary>
internal readonly record struct ExecutionCursor(DateTimeOffset CreatedAt, long Sequence)
{
    public override string ToString() =>
        Base64Url.EncodeToString(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"1.{CreatedAt.UtcTicks}.{Sequence}")));

    /// <exception cref="AelException">PARAM_INVALID when it is not a cursor that a page gave.</exception>
    public static ExecutionCursor? Parse(string? text)
    {
        if (text is null)
        {
            return null;
        }

        if (text.Length <= 100 && Base64Url.IsValid(text)
            && Encoding.ASCII.GetString(Base64Url.DecodeFromChars(text)).Split('.') is ["1", var at, var sequence]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTimeOffset.MaxValue.UtcTicks
            && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return new ExecutionCursor(new DateTimeOffset(ticks, TimeSpan.Zero), number);
        }

        throw new AelException(
            ErrorCode.ParamInvalid, "this is not a cursor of an execution list", "cursor: not one that a page gave",
             "Send next_cursor of the page before, unchanged; leave it out for the first page.");
    }
}
