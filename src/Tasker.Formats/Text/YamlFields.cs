using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Text;

/// <summary>
/// A map whose keys are known: reads them one by one and tells what does not fit. Missing keys are null or empty, and no error.
/// </summary>
internal sealed class YamlFields
{
    /// <summary>So many keys are not listed when one of them is offered.</summary>
    private const int ManyKeys = 12;

    private readonly Dictionary<string, YamlEntry> _entries = new(StringComparer.Ordinal);

    private YamlFields(YamlNode.Map map, YamlKeys keys, DiagnosticBag bag)
    {
        (Map, Bag) = (map, bag);
        foreach (var entry in map.Entries)
        {
            if (keys.Has(entry.Name))
            {
                _entries[entry.Name] = entry;
                continue;
            }

            HasUnknownKeys = true;
            var meant = keys.Elsewhere.GetValueOrDefault(entry.Name) ?? Suggestions.Nearest(entry.Name, keys.Names);
            bag.Error(
                TextCodes.UnknownKey,
                entry.Key.Place,
                $"'{Excerpt.Of(entry.Name)}' is no key of {keys.Owner}.",
                meant is null || keys.Names.Length < ManyKeys ? $"Its keys are {string.Join(", ", keys.Names)}." : "",
                meant is null ? "Remove it." : $"Did you mean '{meant}'?");
        }
    }

    /// <summary>The map.</summary>
    public YamlNode.Map Map { get; }

    /// <summary>
    /// True when a key was found, and told, that is none of the known ones: a missing key is then probably a misspelt one.
    /// </summary>
    public bool HasUnknownKeys { get; }

    /// <summary>The known keys that are there, in the order of the text.</summary>
    public IEnumerable<string> Names => Map.Entries.Select(entry => entry.Name).Where(_entries.ContainsKey);

    /// <summary>Where the map begins.</summary>
    public Place Place => Map.Place;

    /// <summary>Gets the findings.</summary>
    public DiagnosticBag Bag { get; }

    /// <summary>Takes a value as a map with known keys; unknown ones are told at once.</summary>
    /// <param name="node">The value.</param>
    /// <param name="name">What a message calls the value when it is no map, as <c>'retry'</c>.</param>
    /// <param name="keys">The keys that it may have.</param>
    /// <param name="bag">Gets the findings.</param>
    /// <returns>Null when the value is no map.</returns>
    public static YamlFields? Open(YamlNode node, string name, YamlKeys keys, DiagnosticBag bag) =>
        node is YamlNode.Map map
            ? new YamlFields(map, keys, bag)
            : YamlShapes.Wrong<YamlFields>(node, name, "a map of 'key: value' lines", bag);

    /// <summary>True when the key is there, whatever its value.</summary>
    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>The value of a key as it is.</summary>
    public YamlNode? Node(string key) => _entries.GetValueOrDefault(key)?.Value;

    /// <summary>Where a key itself stands; the place of the map when it is not there.</summary>
    public Place KeyPlace(string key) => _entries.GetValueOrDefault(key)?.Key.Place ?? Place;

    /// <summary>Where the value of a key stands; the place of the map when it is not there.</summary>
    public Place PlaceOf(string key) => Node(key)?.Place ?? Place;

    /// <summary>A text that may be empty.</summary>
    public string? Text(string key) => Node(key) is { } node ? YamlShapes.Text(node, $"'{key}'", Bag) : null;

    /// <summary>A text with something in it.</summary>
    public string? Filled(string key) => Node(key) is { } node ? YamlShapes.Filled(node, $"'{key}'", Bag) : null;

    /// <summary>A text with something in it that must be there.</summary>
    public string? Required(string key, string owner, string fix)
    {
        if (Has(key))
        {
            return Filled(key);
        }

        Bag.Error(TextCodes.MissingKey, Place, $"{owner} has no '{key}'.", "It needs one.", fix);
        return null;
    }

    /// <summary>A whole number within bounds.</summary>
    public int? Integer(string key, int least, int most) =>
        Node(key) is { } node ? YamlShapes.Integer(node, $"'{key}'", least, most, Bag) : null;

    /// <summary>A number within bounds.</summary>
    public double? Number(string key, double least, double most) =>
        Node(key) is { } node ? YamlShapes.Number(node, $"'{key}'", least, most, Bag) : null;

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool? Truth(string key) => Node(key) is { } node ? YamlShapes.Truth(node, $"'{key}'", Bag) : null;

    /// <summary>A duration with its unit, longer than nothing unless zero is allowed.</summary>
    public TimeSpan? Duration(string key, bool zero = false) =>
        Node(key) is { } node ? YamlShapes.Duration(node, $"'{key}'", Bag, zero) : null;

    /// <summary>One of a few words.</summary>
    public T? Choice<T>(string key, ImmutableArray<(string Word, T Value)> choices)
        where T : struct =>
        Node(key) is { } node ? YamlShapes.Choice(node, $"'{key}'", choices, Bag) : null;

    /// <summary>A list of texts; a single text is a list of one; empty when the key is not there.</summary>
    public ImmutableArray<string> Texts(string key) => [.. PlacedTexts(key).Select(text => text.Text)];

    /// <inheritdoc cref="Texts"/>
    public ImmutableArray<(string Text, Place Place)> PlacedTexts(string key) =>
        Node(key) is { } node ? YamlShapes.Texts(node, $"'{key}'", Bag) : [];

    /// <summary>A map from names to texts; empty when the key is not there.</summary>
    public ImmutableSortedDictionary<string, string> TextMap(string key) =>
        Node(key) is { } node ? YamlShapes.TextMap(node, $"'{key}'", Bag) : ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>The entries of a map whose names are free; empty when the key is not there.</summary>
    public ImmutableArray<YamlEntry> Entries(string key) => Node(key) is { } node ? YamlShapes.Entries(node, $"'{key}'", Bag) : [];

    /// <summary>A map with known keys.</summary>
    public YamlFields? Fields(string key, YamlKeys keys) => Node(key) is { } node ? Open(node, $"'{key}'", keys, Bag) : null;
}
