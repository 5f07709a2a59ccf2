using System.Security.Claims;
using System.Text.Encodings.Web;
using Ael.Engine.Api.Problems;
using Ael.Engine.Errors;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Ael.Engine.Api.Security;

/// <summary>Knows callers by <c>Authorization: Bearer &lt;key&gt;</c>. Where no key is configured, everyone is <c>anonymous</c> with every scope.</summary>
internal sealed partial class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ApiKeys keys, ProblemWriter problems)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "ApiKey";

    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!keys.Any)
        {
            return Task.FromResult(Known("anonymous", [Scopes.Admin]));
        }

        var header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        return Task.FromResult(
            header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && keys.Find(header[Prefix.Length..].Trim()) is { } key
                ? Known(key.Name, key.Scopes)
                : AuthenticateResult.Fail("unknown key"));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var (error, challenge) = Request.Headers.Authorization.Count == 0
            ? (new AelError(ErrorCode.AuthRequired, $"{Request.Method} {Request.Path} needs an API key."), "Bearer realm=\"ael\"")
            : (new AelError(ErrorCode.AuthInvalid, "The Authorization header holds no key that is known here."), "Bearer realm=\"ael\", error=\"invalid_token\"");
        LogRefused(Logger, error.Code.Name, Request.Method, Request.Path, Context.Connection.RemoteIpAddress);
        await RefuseAsync(error, challenge);
    }

    protected override async Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Scopes.Of(Context.GetEndpoint());
        var error = new AelError(ErrorCode.Forbidden, $"The key '{Context.User.Identity?.Name}' lacks the scope '{needed}' that {Request.Method} {Request.Path} needs.")
        {
            Suggestion = $"Use a key with the scope '{needed}', or add it to the key under `security.api_keys`.",
        };
        LogRefused(Logger, error.Code.Name, Request.Method, Request.Path, Context.Connection.RemoteIpAddress);
        await RefuseAsync(error, $"Bearer realm=\"ael\", error=\"insufficient_scope\", scope=\"{needed}\"");
    }

    private static AuthenticateResult Known(string name, IEnumerable<string> scopes)
    {
        // MCP sessions belong to whoever began them, and know them by NameIdentifier.
        var claims = scopes.Select(s => new Claim(Scopes.ClaimType, s)).Append(new Claim(ClaimTypes.Name, name)).Append(new Claim(ClaimTypes.NameIdentifier, name));
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new ClaimsIdentity(claims, SchemeName)), SchemeName));
    }

    private Task RefuseAsync(AelError error, string challenge)
    {
        Response.Headers.WWWAuthenticate = challenge;
        return problems.WriteAsync(Context, error, error.Code.HttpStatus, retryAfter: null);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Code}: {Method} {Path} from {Address}")]
    private static partial void LogRefused(ILogger logger, string code, string method, string path, System.Net.IPAddress? address);
}
