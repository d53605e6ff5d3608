using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;

namespace Tasker.Core.Values;

/// <summary>A value that inputs, outputs and expressions are made of: what JSON can say, and nothing else.</summary>
/// <remarks>
/// Values compare by content, lists and maps included. A map keeps the order of its names as given; order does not matter when comparing.
/// </remarks>
public abstract record Value
{
    private Value()
    {
    }

    /// <summary>Nothing: absent, unknown, or JSON <c>null</c>.</summary>
    public static Value None { get; } = new Null();

    /// <summary>The two truth values.</summary>
    public static Value True { get; } = new Bool(true);

    /// <inheritdoc cref="True"/>
    public static Value False { get; } = new Bool(false);

    /// <summary>A text.</summary>
    public static Value Of(string? text) => text is null ? None : new Text(text);

    /// <summary>A number.</summary>
    public static Value Of(double number) => new Number(number);

    /// <summary>A truth value.</summary>
    public static Value Of(bool truth) => truth ? True : False;

    /// <summary>Nothing.</summary>
    public sealed record Null : Value;

    /// <summary>True or false.</summary>
    public sealed record Bool(bool Truth) : Value;

    /// <summary>A number; whole numbers are exact up to 2^53.</summary>
    public sealed record Number(double Amount) : Value;

    /// <summary>A text.</summary>
    public sealed record Text(string Content) : Value;

    /// <summary>A list.</summary>
    public sealed record List(ImmutableArray<Value> Items) : Value
    {
        /// <summary>Compares item by item.</summary>
        public bool Equals(List? other) => other is not null && Items.SequenceEqual(other.Items);

        /// <inheritdoc/>
        public override int GetHashCode() => Items.Aggregate(Items.Length, HashCode.Combine);
    }

    /// <summary>A map from names to values.</summary>
    public sealed record Map(ImmutableDictionary<string, Value> Fields, ImmutableArray<string> Names) : Value
    {
        /// <summary>A map of the given pairs; a name given twice keeps its last value at its first place.</summary>
        public static Map From(IEnumerable<KeyValuePair<string, Value>> pairs)
        {
            ArgumentNullException.ThrowIfNull(pairs);
            var fields = ImmutableDictionary.CreateBuilder<string, Value>(StringComparer.Ordinal);
            var names = ImmutableArray.CreateBuilder<string>();
            foreach (var (name, value) in pairs)
            {
                if (!fields.ContainsKey(name))
                {
                    names.Add(name);
                }

                fields[name] = value;
            }

            return new Map(fields.ToImmutable(), names.ToImmutable());
        }

        /// <summary>The map without fields.</summary>
        public static Map Empty { get; } = From([]);

        /// <summary>The value of a field, or <see cref="None"/>.</summary>
        public Value this[string name] => Fields.GetValueOrDefault(name, None);

        /// <summary>This map with one field set.</summary>
        public Map With(string name, Value value) =>
            new(Fields.SetItem(name, value), Fields.ContainsKey(name) ? Names : Names.Add(name));

        /// <summary>Compares field by field; the order of the names does not matter.</summary>
        public bool Equals(Map? other) =>
            other is not null && Fields.Count == other.Fields.Count
            && Fields.All(f => other.Fields.TryGetValue(f.Key, out var value) && value.Equals(f.Value));

        /// <inheritdoc/>
        public override int GetHashCode() => Fields.Aggregate(Fields.Count, (hash, f) => hash ^ HashCode.Combine(f.Key, f.Value));
    }

    /// <summary>
    /// The value as people and commands read it: text bare, numbers shortest, lists and maps as JSON, nothing as empty text.
    /// </summary>
    public string ToText() => this switch
    {
        Null => "",
        Bool b => b.Truth ? "true" : "false",
        Number n => n.Amount.ToString("R", CultureInfo.InvariantCulture),
        Text t => t.Content,
        List or Map => ValueJson.Write(this),
        _ => throw new UnreachableException($"Value has no case for {GetType().Name}."),
    };
}
