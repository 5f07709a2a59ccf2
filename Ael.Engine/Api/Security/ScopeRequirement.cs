using Microsoft.AspNetCore.Authorization;

namespace Ael.Engine.Api.Security;

/// <summary>The caller has a scope that covers what the endpoint asks for.</summary>
internal sealed class ScopeRequirement : AuthorizationHandler<ScopeRequirement>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        var needed = Scopes.Of((context.Resource as HttpContext)?.GetEndpoint());
        if (Scopes.Allow(context.User.FindAll(Scopes.ClaimType).Select(c => c.Value), needed))
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
