namespace Tasker.Core.Workflows;

/// <summary>What a short name of a node means where it is written.</summary>
public static class NodeNames
{
    /// <summary>The longest full id.</summary>
    public const int MaxLength = 200;

    /// <summary>
    /// The full id that a name means: a sibling of the node, else a sibling of the group above it, and so on up; at the top that is the
    /// full id. A name may have several parts (<c>group/step</c>). The node itself is meant only when nothing else is.
    /// </summary>
    /// <param name="fromId">Full id of the node that says the name.</param>
    /// <param name="name">The name.</param>
    /// <param name="exists">Whether a node has a full id.</param>
    /// <returns>The full id; null when no node is meant.</returns>
    public static string? Resolve(string fromId, string name, Func<string, bool> exists)
    {
        ArgumentNullException.ThrowIfNull(fromId);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(exists);
        if (name.Length is 0 or > MaxLength)
        {
            return null;
        }

        string? itself = null;
        for (var slash = fromId.LastIndexOf('/'); ; slash = slash > 0 ? fromId.LastIndexOf('/', slash - 1) : -1)
        {
            var id = slash > 0 ? $"{fromId.AsSpan(0, slash)}/{name}" : name;
            if (exists(id))
            {
                if (id != fromId)
                {
                    return id;
                }

                itself = id;
            }

            if (slash <= 0)
            {
                return itself;
            }
        }
    }

    /// <summary>The last part of a full id.</summary>
    public static string LastPart(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return id[(id.LastIndexOf('/') + 1)..];
    }
}
