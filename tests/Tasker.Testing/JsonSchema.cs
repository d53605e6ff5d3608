using System.Text.Json;
using System.Text.RegularExpressions;

namespace Tasker.Testing;

/// <summary>
/// Says what in a JSON value breaks a JSON Schema (draft 2020-12). A subset, enough for our published schemas: a keyword that it does not
/// know is an exception, so that nothing is passed over in silence.
/// </summary>
public sealed class JsonSchema
{
    private static readonly HashSet<string> Notes = ["$schema", "$defs", "title", "description", "default", "examples"];

    private readonly JsonElement _root;

    /// <param name="schema">The schema as JSON text.</param>
    public JsonSchema(string schema) => _root = JsonDocument.Parse(schema).RootElement;

    /// <summary>The schema of a name under <c>$defs</c>.</summary>
    public JsonElement Definition(string name) => _root.GetProperty("$defs").GetProperty(name);

    /// <summary>Each broken rule as <c>/path: what</c>; empty when the value is valid.</summary>
    public IReadOnlyList<string> Problems(string json)
    {
        var problems = new List<string>();
        Check(_root, JsonDocument.Parse(json).RootElement, "", problems);
        return problems;
    }

    private bool Fits(JsonElement schema, JsonElement value, string path)
    {
        var problems = new List<string>();
        Check(schema, value, path, problems);
        return problems.Count == 0;
    }

    private void Check(JsonElement schema, JsonElement value, string path, List<string> problems)
    {
        if (schema.ValueKind is JsonValueKind.True)
        {
            return;
        }

        if (schema.ValueKind is JsonValueKind.False)
        {
            problems.Add($"{path}: is not allowed");
            return;
        }

        foreach (var rule in schema.EnumerateObject().Where(rule => !Notes.Contains(rule.Name)))
        {
            Check(schema, rule.Name, rule.Value, value, path, problems);
        }
    }

    private void Check(JsonElement schema, string keyword, JsonElement rule, JsonElement value, string path, List<string> problems)
    {
        switch (keyword)
        {
            case "$ref":
                Check(Definition(rule.GetString()!["#/$defs/".Length..]), value, path, problems);
                break;
            case "type":
                Must(Words(rule).Any(type => IsOf(value, type)), $"is {value.ValueKind}, not {rule}");
                break;
            case "enum":
                Must(rule.EnumerateArray().Any(allowed => JsonElement.DeepEquals(allowed, value)), $"is {value}, not one of {rule}");
                break;
            case "const":
                Must(JsonElement.DeepEquals(rule, value), $"is {value}, not {rule}");
                break;
            case "allOf":
                rule.EnumerateArray().ToList().ForEach(part => Check(part, value, path, problems));
                break;
            case "anyOf":
                Must(rule.EnumerateArray().Any(part => Fits(part, value, path)), "fits none of its forms");
                break;
            case "oneOf":
                Must(rule.EnumerateArray().Count(part => Fits(part, value, path)) == 1, "does not fit exactly one of its forms");
                break;
            case "not":
                Must(!Fits(rule, value, path), $"must not fit {rule}");
                break;
            case "if":
                if (schema.TryGetProperty(Fits(rule, value, path) ? "then" : "else", out var branch))
                {
                    Check(branch, value, path, problems);
                }

                break;
            case "then" or "else":
                break;
            default:
                CheckByKind(schema, keyword, rule, value, path, problems);
                break;
        }

        void Must(bool holds, string problem)
        {
            if (!holds)
            {
                problems.Add($"{path}: {problem}");
            }
        }
    }

    /// <summary>Rules for values of one kind; values of other kinds keep them by themselves.</summary>
    private void CheckByKind(JsonElement schema, string keyword, JsonElement rule, JsonElement value, string path, List<string> problems)
    {
        var holds = keyword switch
        {
            "minimum" => value.ValueKind is not JsonValueKind.Number || value.GetDouble() >= rule.GetDouble(),
            "maximum" => value.ValueKind is not JsonValueKind.Number || value.GetDouble() <= rule.GetDouble(),
            "minLength" => value.ValueKind is not JsonValueKind.String || value.GetString()!.Length >= rule.GetInt32(),
            "pattern" => value.ValueKind is not JsonValueKind.String || Regex.IsMatch(value.GetString()!, rule.GetString()!),
            "minItems" => value.ValueKind is not JsonValueKind.Array || value.GetArrayLength() >= rule.GetInt32(),
            "minProperties" => value.ValueKind is not JsonValueKind.Object || value.EnumerateObject().Count() >= rule.GetInt32(),
            "maxProperties" => value.ValueKind is not JsonValueKind.Object || value.EnumerateObject().Count() <= rule.GetInt32(),
            "required" => value.ValueKind is not JsonValueKind.Object || Words(rule).All(name => value.TryGetProperty(name, out _)),
            "properties" or "additionalProperties" or "propertyNames" or "items" or "prefixItems" or "dependentSchemas" or "dependentRequired" =>
                Nested(schema, keyword, rule, value, path, problems),
            _ => throw new NotSupportedException($"JsonSchema does not know '{keyword}'."),
        };
        if (!holds)
        {
            problems.Add($"{path}: breaks {keyword} {rule}");
        }
    }

    private bool Nested(JsonElement schema, string keyword, JsonElement rule, JsonElement value, string path, List<string> problems)
    {
        if (value.ValueKind is JsonValueKind.Array)
        {
            var first = schema.TryGetProperty("prefixItems", out var prefix) ? prefix.GetArrayLength() : 0;
            foreach (var (item, i) in value.EnumerateArray().Select((item, i) => (item, i)))
            {
                if (keyword == "prefixItems" ? i < first : keyword == "items" && i >= first)
                {
                    Check(keyword == "items" ? rule : rule[i], item, $"{path}/{i}", problems);
                }
            }
        }

        foreach (var field in value.ValueKind is JsonValueKind.Object ? value.EnumerateObject() : default)
        {
            var inner = $"{path}/{field.Name}";
            switch (keyword)
            {
                case "properties" when rule.TryGetProperty(field.Name, out var known):
                    Check(known, field.Value, inner, problems);
                    break;
                case "additionalProperties" when !(schema.TryGetProperty("properties", out var all) && all.TryGetProperty(field.Name, out _)):
                    Check(rule, field.Value, inner, problems);
                    break;
                case "propertyNames":
                    Check(rule, JsonSerializer.SerializeToElement(field.Name), inner, problems);
                    break;
                case "dependentSchemas" when rule.TryGetProperty(field.Name, out var schemaOfWhole):
                    Check(schemaOfWhole, value, path, problems);
                    break;
                case "dependentRequired" when rule.TryGetProperty(field.Name, out var names):
                    problems.AddRange(Words(names).Where(name => !value.TryGetProperty(name, out _)).Select(name => $"{path}: '{field.Name}' needs '{name}'"));
                    break;
            }
        }

        return true;
    }

    private static IEnumerable<string> Words(JsonElement rule) =>
        rule.ValueKind is JsonValueKind.Array ? rule.EnumerateArray().Select(word => word.GetString()!) : [rule.GetString()!];

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind is JsonValueKind.Object,
        "array" => value.ValueKind is JsonValueKind.Array,
        "string" => value.ValueKind is JsonValueKind.String,
        "number" => value.ValueKind is JsonValueKind.Number,
        "integer" => value.ValueKind is JsonValueKind.Number && value.GetDouble() == Math.Floor(value.GetDouble()),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "null" => value.ValueKind is JsonValueKind.Null,
        _ => throw new NotSupportedException($"JsonSchema does not know the type '{type}'."),
    };
}
