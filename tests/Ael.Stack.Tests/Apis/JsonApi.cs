using System.Text.Json;

namespace Ael.Stack.Tests.Apis;

/// <summary>An HTTP API that answers in JSON.</summary>
internal sealed class JsonApi(Uri address) : IDisposable
{
    private readonly HttpClient _http = new() { Timeout = EngineProcess.Patience };

    public async Task<JsonElement> GetAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(address.At(path), cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{path}: {(int)response.StatusCode} {text}");
        return JsonElement.Parse(text);
    }

    /// <summary>Null where the answer is 404.</summary>
    public async Task<JsonElement?> FindAsync(string path, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(address.At(path), cancellationToken);
        var text = await response.Content.ReadAsStringAsync(cancellationToken);
        return response.StatusCode == System.Net.HttpStatusCode.NotFound ? null
            : response.IsSuccessStatusCode ? JsonElement.Parse(text)
            : throw new HttpRequestException($"{path}: {(int)response.StatusCode} {text}");
    }

    public void Dispose() => _http.Dispose();
}
