using System.Collections.Immutable;
using Tasker.Core.Diagnostics;

namespace Tasker.Formats.Text;

/// <summary>A YAML value with the place where it was written. A closed family: scalar, list, map.</summary>
internal abstract record YamlNode
{
    private YamlNode(Place place) => Place = place;

    /// <summary>Where the value itself begins.</summary>
    public Place Place { get; }

    /// <summary>True for a key without a value, <c>~</c> and <c>null</c>.</summary>
    public virtual bool IsEmpty => false;

    /// <summary>What it is, for messages: <c>the text 'abc'</c>, <c>a list</c>, <c>a map</c>, <c>nothing</c>.</summary>
    public abstract string Shown { get; }

    /// <summary>A single value, still as text.</summary>
    /// <param name="Text">The text without quotes and with its escapes resolved.</param>
    /// <param name="Style">How it was written.</param>
    /// <param name="Comment">The comment behind it on its last line, without <c>#</c> and trimmed; empty when there is none.</param>
    /// <param name="At">Where it begins, its quote included.</param>
    /// <param name="Inner">Where the first character of <paramref name="Text"/> stands: behind the quote, or on the line below
    /// <c>|</c>.</param>
    public sealed record Scalar(string Text, ScalarStyle Style, string Comment, Place At, Place Inner) : YamlNode(At)
    {
        /// <inheritdoc/>
        public override bool IsEmpty => Style is ScalarStyle.Plain && (Text is "" or "~" or "null");

        /// <inheritdoc/>
        public override string Shown => IsEmpty ? "nothing" : $"'{Excerpt.Of(Text)}'";
    }

    /// <summary>A list.</summary>
    public sealed record List(ImmutableArray<YamlNode> Items, Place At) : YamlNode(At)
    {
        /// <inheritdoc/>
        public override string Shown => "a list";
    }

    /// <summary>A map in the order of the text; every key is there once.</summary>
    public sealed record Map(ImmutableArray<YamlEntry> Entries, Place At) : YamlNode(At)
    {
        /// <summary>The value under a key; null when the key is not there.</summary>
        public YamlNode? this[string key] => Entries.FirstOrDefault(entry => entry.Name == key)?.Value;

        /// <inheritdoc/>
        public override string Shown => "a map";
    }
}

/// <summary>One key of a map with its value.</summary>
internal sealed record YamlEntry(YamlNode.Scalar Key, YamlNode Value)
{
    /// <summary>The text of the key.</summary>
    public string Name => Key.Text;
}

/// <summary>How a single value was written.</summary>
internal enum ScalarStyle
{
    /// <summary>Without quotes; may mean a number, a truth value or nothing.</summary>
    Plain,

    /// <summary>In single or double quotes; always a text.</summary>
    Quoted,

    /// <summary>As a block after <c>|</c> or <c>&gt;</c>; always a text.</summary>
    Block,
}
