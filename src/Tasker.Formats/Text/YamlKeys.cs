using System.Collections.Immutable;

namespace Tasker.Formats.Text;

/// <summary>The keys that one kind of map may have.</summary>
/// <param name="Owner">The map in a sentence: <c>a step</c>, <c>'retry'</c>.</param>
/// <param name="Names">Its keys in the order in which they are shown.</param>
internal sealed record YamlKeys(string Owner, ImmutableArray<string> Names)
{
    /// <summary>Words that people bring from other tools, and the key that means the same here, as <c>script</c> for <c>run</c>.</summary>
    public ImmutableDictionary<string, string> Elsewhere { get; init; } = ImmutableDictionary<string, string>.Empty;

    private readonly HashSet<string> _names = new(Names, StringComparer.Ordinal);

    /// <summary>A table of keys.</summary>
    public static YamlKeys Of(string owner, params ImmutableArray<string> names) => new(owner, names);

    /// <summary>A table of words for <see cref="Elsewhere"/>.</summary>
    public static ImmutableDictionary<string, string> Words(params ReadOnlySpan<(string Word, string Key)> words)
    {
        var known = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (word, key) in words)
        {
            known[word] = key;
        }

        return known.ToImmutable();
    }

    /// <summary>True for a key that the map may have.</summary>
    public bool Has(string name) => _names.Contains(name);
}
