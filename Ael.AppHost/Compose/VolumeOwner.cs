using Ael.AppHost.Stack;

namespace Ael.AppHost.Compose;

/// <summary>
/// A service that runs once and lets a fresh volume take over the owner of a folder in its image: an empty volume does, at its first mount. The image of a
/// sibling with the same user is here anyway, and nothing runs as root.
/// </summary>
/// <param name="Image">Has the folder.</param>
/// <param name="Folder">In that image, of the right owner.</param>
/// <param name="Command">Ends at once, and well.</param>
internal sealed record VolumeOwner(ContainerImage Image, string Folder, params string[] Command) : IResourceAnnotation;
