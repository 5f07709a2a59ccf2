using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Ael.Engine.WebConsole;

/// <summary>The one page: <c>app/index.html</c> with the addresses of this build's files in it, and the policy that goes with it.</summary>
internal sealed class ConsolePage
{
    /// <summary>Where the files are; the version follows.</summary>
    public const string Root = "/console/";

    // What modules import by name. Anything else is imported by a relative path.
    private static readonly (string Name, string File)[] s_packages =
    [
        ("preact", "vendor/preact.mjs"),
        ("preact/hooks", "vendor/preact-hooks.mjs"),
        ("@preact/signals-core", "vendor/signals-core.module.js"),
        ("@preact/signals", "vendor/signals.module.js"),
        ("htm", "vendor/htm.module.js"),
        ("uplot", "vendor/uPlot.esm.js"),
        ("@dagrejs/dagre", "vendor/dagre.esm.js"),
    ];

    // Fetched by the pages that need it.
    private const string Late = "vendor/dagre.esm.js";

    // \u0022 for a quote would be right as well, but nobody could read it.
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public ConsolePage(ConsoleFiles files)
    {
        var root = Root + files.Version + "/";
        var imports = JsonSerializer.Serialize(new { imports = s_packages.ToDictionary(p => p.Name, p => root + p.File) }, s_readable);
        var modules = files.All.Where(f => f.Type.StartsWith("text/javascript", StringComparison.Ordinal) && f.Path != Late && !f.Path.StartsWith("classic/", StringComparison.Ordinal)
            && !f.Path.StartsWith("vendor/prism", StringComparison.Ordinal));
        var html = Encoding.UTF8.GetString(files.Find("index.html")!.Content)
            .Replace("%imports%", imports, StringComparison.Ordinal)
            .Replace("%preload%", Tags(modules, f => $"""<link rel="modulepreload" href="{root}{f.Path}">"""), StringComparison.Ordinal)
            .Replace("%styles%", Tags(Styles(files), f => $"""<link rel="stylesheet" href="{root}{f.Path}">"""), StringComparison.Ordinal)
            .Replace("%root%", root, StringComparison.Ordinal);
        File = new ConsoleFile("index.html", Encoding.UTF8.GetBytes(html));
        // An import map cannot be a file of its own, so its hash is allowed, and no other inline script. Trusted types: a string never becomes markup.
        Policy = $"default-src 'none'; connect-src 'self'; style-src 'self'; script-src 'self' 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(imports)))}'; "
            + "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";
    }

    public ConsoleFile File { get; }

    /// <summary>The page's Content-Security-Policy.</summary>
    public string Policy { get; }

    // What the later rely on comes first.
    private static IEnumerable<ConsoleFile> Styles(ConsoleFiles files) => files.All
        .Where(f => f.Path.EndsWith(".css", StringComparison.Ordinal))
        .OrderBy(f => f.Path switch { "vendor/modern-normalize.css" => 0, "vendor/uPlot.min.css" => 1, "css/tokens.css" => 2, "css/base.css" => 3, _ => 4 })
        .ThenBy(f => f.Path, StringComparer.Ordinal);

    private static string Tags(IEnumerable<ConsoleFile> files, Func<ConsoleFile, string> tag) => string.Join('\n', files.Select(tag));
}
