namespace Ael.Engine.Configuration;

internal static class ConfigurationRegistration
{
    /// <summary>The options that were read, and the redactor they describe.</summary>
    public static IServiceCollection AddConfiguration(this IServiceCollection services, EngineOptions options) =>
        services.AddSingleton(options).AddSingleton<IRedactor>(new Redactor(options.Storage));
}
