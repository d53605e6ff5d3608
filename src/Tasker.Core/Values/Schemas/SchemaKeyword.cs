using System.Collections.Frozen;

namespace Tasker.Core.Values.Schemas;

/// <summary>What may stand behind a keyword of a schema.</summary>
internal enum SchemaKeyword
{
    /// <summary>Anything; for people only.</summary>
    Note,

    /// <summary>A schema.</summary>
    Schema,

    /// <summary>A list of schemas with something in it.</summary>
    Schemas,

    /// <summary>A map of schemas.</summary>
    SchemaMap,

    /// <summary>A number.</summary>
    Number,

    /// <summary>A whole number from 0.</summary>
    Count,

    /// <summary>True or false.</summary>
    Truth,

    /// <summary>A list of names.</summary>
    Names,

    /// <summary>A map of lists of names.</summary>
    NamesMap,

    /// <summary>A type, or a list of types.</summary>
    Types,

    /// <summary>A list of values.</summary>
    Values,

    /// <summary>Any value.</summary>
    Value,

    /// <summary>A regular expression.</summary>
    Pattern,

    /// <summary>The place of another schema inside this one.</summary>
    Reference,
}

/// <summary>The keywords that are known.</summary>
internal static class SchemaKeywords
{
    /// <summary>The types of JSON Schema.</summary>
    public static readonly string[] Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    /// <summary>Every keyword with what may stand behind it.</summary>
    public static readonly FrozenDictionary<string, SchemaKeyword> All = new (SchemaKeyword Kind, string[] Names)[]
    {
        (SchemaKeyword.Note, ["$schema", "$id", "$comment", "title", "description", "default", "examples", "format", "deprecated",
            "readOnly", "writeOnly"]),
        (SchemaKeyword.Reference, ["$ref"]),
        (SchemaKeyword.Types, ["type"]),
        (SchemaKeyword.Values, ["enum"]),
        (SchemaKeyword.Value, ["const"]),
        (SchemaKeyword.Schema, ["not", "if", "then", "else", "items", "additionalProperties", "propertyNames"]),
        (SchemaKeyword.Schemas, ["allOf", "anyOf", "oneOf", "prefixItems"]),
        (SchemaKeyword.SchemaMap, ["$defs", "definitions", "properties", "dependentSchemas"]),
        (SchemaKeyword.Number, ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"]),
        (SchemaKeyword.Count, ["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"]),
        (SchemaKeyword.Truth, ["uniqueItems"]),
        (SchemaKeyword.Names, ["required"]),
        (SchemaKeyword.NamesMap, ["dependentRequired"]),
        (SchemaKeyword.Pattern, ["pattern"]),
    }.SelectMany(kind => kind.Names.Select(name => KeyValuePair.Create(name, kind.Kind))).ToFrozenDictionary(StringComparer.Ordinal);
}
