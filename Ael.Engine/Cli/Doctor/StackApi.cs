using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Text.Json;

namespace Ael.Engine.Cli.Doctor;

/// <summary>What a server answered; or why it did not, in words.</summary>
internal readonly record struct Answer(JsonElement? Json, string? Trouble);

/// <summary>Asks one server of the stack, again and again where something is on its way.</summary>
internal sealed class StackApi(HttpClient http, Uri address, TimeProvider time, TimeSpan patience)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    public Uri Address => address;

    /// <summary>Null once it says that it is ready; else what it says instead.</summary>
    public async Task<string?> NotReadyAsync(string path, CancellationToken cancellationToken) =>
        (await WaitAsync(async () => (await SendAsync(path, cancellationToken)).Trouble is { } trouble ? new Answer(null, trouble) : new Answer(default(JsonElement), null), cancellationToken)).Trouble;

    /// <summary>Asks until the answer is as wanted, or patience is at its end: then <see cref="Answer.Trouble"/> says why it was not.</summary>
    public Task<Answer> UntilAsync(string path, Func<JsonElement, bool> wanted, string otherwise, CancellationToken cancellationToken) => WaitAsync(
        async () =>
        {
            var answer = await GetAsync(path, cancellationToken);
            return answer.Json is { } json && !Holds(wanted, json) ? new Answer(null, otherwise) : answer;
        },
        cancellationToken);

    public async Task<Answer> GetAsync(string path, CancellationToken cancellationToken)
    {
        var (text, trouble) = await SendAsync(path, cancellationToken);
        if (trouble is not null)
        {
            return new Answer(null, trouble);
        }

        try
        {
            return new Answer(JsonElement.Parse(text!), null);
        }
        catch (JsonException)
        {
            return new Answer(null, $"{address} does not answer in JSON: another server listens there");
        }
    }

    private async Task<Answer> WaitAsync(Func<Task<Answer>> ask, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (answer.Trouble is null || time.GetElapsedTime(start) >= patience)
            {
                return answer;
            }

            await Task.Delay(s_pause, time, cancellationToken);
        }
    }

    private async Task<(string? Text, string? Trouble)> SendAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await http.GetAsync(new Uri($"{address.AbsoluteUri.TrimEnd('/')}/{path}"), cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode ? (text, null)
                : (null, response.StatusCode == HttpStatusCode.NotFound ? $"{address} knows nothing of it" : $"{address} answers {(int)response.StatusCode} {response.ReasonPhrase}");
        }
        catch (HttpRequestException e)
        {
            return (null, $"{address} does not answer: {e.InnerException?.Message ?? e.Message}");
        }
        catch (TaskCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return (null, $"{address} does not answer in time");
        }
    }

    // Another server's JSON has other members.
    [SuppressMessage("Design", "CA1031", Justification = "whatever the JSON lacks, it is not what was wanted")]
    private static bool Holds(Func<JsonElement, bool> wanted, JsonElement json)
    {
        try
        {
            return wanted(json);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return false;
        }
    }
}
