using Ael.AppHost.Preflight;
using Microsoft.Extensions.Configuration;

namespace Ael.AppHost.Parameters;

/// <summary>A setting of the topology: a parameter of Aspire with a default and a form, and a variable in the export's <c>.env</c>.</summary>
internal sealed class StackParameter
{
    private StackParameter(IResourceBuilder<ParameterResource> builder, string fallback, bool required, string help)
    {
        Builder = builder;
        Default = fallback;
        Required = required;
        Help = help;
    }

    public IResourceBuilder<ParameterResource> Builder { get; }

    public ParameterResource Resource => Builder.Resource;

    public string Default { get; }

    /// <summary>The export has no default for it.</summary>
    public bool Required { get; }

    /// <summary>A line for people.</summary>
    public string Help { get; }

    /// <summary>Its name in the export, as Aspire makes it.</summary>
    public string Variable => Resource.Name.ToUpperInvariant().Replace('-', '_');

    /// <param name="builder">Of the topology.</param>
    /// <param name="name">Set with <c>Parameters:name</c>, or <c>Parameters__na_me</c> in the environment.</param>
    /// <param name="usedBy">Resource that is not started when the value cannot be.</param>
    /// <param name="fallback">Value of those who set none.</param>
    /// <param name="form">What the value may be.</param>
    /// <param name="help">A line for people.</param>
    public static StackParameter Add(IDistributedApplicationBuilder builder, string name, string usedBy, string fallback, ParameterForm form, string help)
    {
        var value = builder.Configuration[$"Parameters:{name}"] ?? builder.Configuration[$"Parameters:{name.Replace('-', '_')}"];
        if (value is not null && builder.ExecutionContext.IsRunMode && !form.Accepts(value))
        {
            PreflightReport.Of(builder).Refuse(
                usedBy, $"the parameter {name} is '{value}'.", $"It is {form.Words}, as in Parameters__{name.Replace('-', '_')}={form.Example}.");
        }

        var parameter = builder.AddParameter(name, new Fallback(fallback)).WithDescription(help);
        return new StackParameter(parameter, fallback, required: false, help);
    }

    /// <summary>A password: made up and remembered in local runs, and for the user to say in the export.</summary>
    public static StackParameter AddPassword(IDistributedApplicationBuilder builder, string name, string help)
    {
        var parameter = builder.AddParameter(name, new GenerateParameterDefault { MinLength = 20, Special = false }, secret: true, persist: true).WithDescription(help);
        return new StackParameter(parameter, "", required: true, help);
    }

    private sealed class Fallback(string value) : ParameterDefault
    {
        public override string GetDefaultValue() => value;

        public override void WriteToManifest(Aspire.Hosting.Publishing.ManifestPublishingContext context) => context.Writer.WriteString("value", value);
    }
}
