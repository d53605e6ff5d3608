using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Tasker.Core.Values.Schemas;

/// <summary>Says whether a value has the form that a JSON Schema (draft 2020-12) asks for, and what is wrong when it has not.</summary>
/// <remarks>
/// The part of the language that answers and settings need: types, choices, ranges, lengths, patterns, fields, items,
/// combinations, conditions,
/// and references inside the schema. A keyword that is not known is refused when the schema is read, so nothing is passed over in silence.
/// Checking is bounded: patterns cannot run away, and a schema that goes round in circles is told, not followed.
/// </remarks>
public sealed class JsonSchema
{
    private JsonSchema(Value root, ImmutableDictionary<string, Regex> patterns) => (Root, Patterns) = (root, patterns);

    /// <summary>The schema as it was given.</summary>
    public Value Root { get; }

    internal ImmutableDictionary<string, Regex> Patterns { get; }

    /// <summary>Reads a schema.</summary>
    /// <param name="schema">The schema: a map, or true or false.</param>
    /// <param name="problems">What is wrong with it, each as <c>/path: what</c>; empty when it was read.</param>
    /// <returns>Null when anything is wrong.</returns>
    public static JsonSchema? Read(Value schema, out ImmutableArray<string> problems)
    {
        ArgumentNullException.ThrowIfNull(schema);
        var reading = new SchemaReading(schema);
        problems = reading.Read();
        return problems.IsEmpty ? new JsonSchema(schema, reading.Patterns.ToImmutable()) : null;
    }

    /// <summary>Each rule that a value breaks, as <c>/path: what</c>, at most 20; empty when it has the form.</summary>
    public ImmutableArray<string> Problems(Value value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return new SchemaCheck(this).Problems(value);
    }
}
