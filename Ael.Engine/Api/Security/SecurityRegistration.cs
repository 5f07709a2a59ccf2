using Ael.Engine.Api.Problems;
using Ael.Engine.Configuration;
using Ael.Engine.Execution;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Ael.Engine.Api.Security;

/// <summary>What guards every path of the server, whichever door serves it.</summary>
internal static class SecurityRegistration
{
    public static IServiceCollection AddAelSecurity(this IServiceCollection services)
    {
        services.TryAddSingleton<EngineLimits>();
        services.AddSingleton<ApiKeys>().AddSingleton<HostCheck>().AddSingleton<OriginCheck>();
        services.AddAuthentication(ApiKeyHandler.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(ApiKeyHandler.SchemeName, configureOptions: null);

        // Without a scheme of its own: the caller is known already, and would be asked for and put together once more for every request.
        var policy = new AuthorizationPolicyBuilder().AddRequirements(new ScopeRequirement()).Build();
        var authorization = services.AddAuthorizationBuilder().SetDefaultPolicy(policy).SetFallbackPolicy(policy);
        foreach (var scope in Scopes.All)
        {
            authorization.AddPolicy(scope, policy);
        }

        services.AddRateLimiter(_ => { }).AddOptions<RateLimiterOptions>().Configure<EngineOptions>(RateLimits.Configure);
        services.AddCors().AddOptions<CorsOptions>().Configure<EngineOptions>((cors, options) => cors.AddDefaultPolicy(p => p
            .WithOrigins([.. options.Security.AllowedOrigins]).AllowAnyMethod().AllowAnyHeader()
            .WithExposedHeaders("Location", "Retry-After", "WWW-Authenticate", "Mcp-Session-Id")));
        services.AddOptions<KestrelServerOptions>().Configure<EngineOptions>((kestrel, options) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = options.Security.MaxRequestBytes;
        });
        return services;
    }

    /// <summary>First in the pipeline. Refuses to build one that would be open to a network by oversight.</summary>
    /// <exception cref="Errors.AelException">CONFIG_INVALID.</exception>
    public static IApplicationBuilder UseAelSecurity(this IApplicationBuilder app)
    {
        ListenAddress.Check(app.ApplicationServices.GetRequiredService<EngineOptions>());
        app.Use(SecurityHeaders.InvokeAsync);
        // The empty handler is never reached: ApiExceptionHandler takes everything. Without one the middleware refuses to start.
        app.UseExceptionHandler(_ => { });
        app.UseStatusCodePages(EmptyAnswers.FillAsync);
        app.UseRouting();
        app.Use(app.ApplicationServices.GetRequiredService<HostCheck>().InvokeAsync);
        app.Use(app.ApplicationServices.GetRequiredService<OriginCheck>().InvokeAsync);
        app.UseCors();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        return app;
    }
}
