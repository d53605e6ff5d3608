using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace Tasker.Core.Values.Schemas;

/// <summary>One check of one value.</summary>
internal sealed class SchemaCheck(JsonSchema schema)
{
    private const int MostProblems = 20;
    private const int FewestSteps = 200_000;
    private const int StepsPerPart = 200;
    private const int Deepest = 256;
    private const int LongestShown = 60;

    private List<string> _problems = [];
    private long _steps;
    private long _mostSteps;

    /// <summary>What is wrong with a value.</summary>
    public ImmutableArray<string> Problems(Value value)
    {
        _mostSteps = Math.Max(FewestSteps, StepsPerPart * Parts(value)); // A large value may take long; a schema may not.
        try
        {
            Check(schema.Root, value, "", 0);
        }
        catch (RegexMatchTimeoutException)
        {
            _problems = ["/: a pattern of the schema takes too long on this value"];
        }

        return _steps > _mostSteps
            ? ["/: the schema goes round in circles, or takes too many steps on this value"]
            : [.. _problems.Take(MostProblems)];
    }

    private void Check(Value rules, Value value, string path, int depth)
    {
        if (++_steps > _mostSteps || depth > Deepest)
        {
            _steps = _mostSteps + 1;
            return;
        }

        if (rules is not Value.Map map)
        {
            Must(rules is Value.Bool { Truth: true }, path, "must not be there");
            return;
        }

        foreach (var name in map.Names)
        {
            if (_steps > _mostSteps)
            {
                return;
            }

            Rule(map, name, value, path, depth + 1);
        }
    }

    private void Rule(Value.Map map, string name, Value value, string path, int depth)
    {
        var rule = map[name];
        switch (name)
        {
            case "$ref":
                Check(SchemaReading.Find(schema.Root, ((Value.Text)rule).Content)!, value, path, depth);
                break;
            case "type":
                Must(Items(rule).Any(type => IsOf(value, ((Value.Text)type).Content)), path,
                    $"is {Kind(value)}; it must be {Choice(Items(rule))}");
                break;
            case "enum":
                Must(Items(rule).Contains(value), path, $"is {Shown(value)}; it must be {Choice(Items(rule).Select(Shown))}");
                break;
            case "const":
                Must(rule.Equals(value), path, $"is {Shown(value)}; it must be {Shown(rule)}");
                break;
            case "allOf":
                Each(Items(rule), part => Check(part, value, path, depth));
                break;
            case "anyOf":
                AnyOf(Items(rule), value, path, depth);
                break;
            case "oneOf":
                Must(Items(rule).Count(part => Fits(part, value, path, depth)) == 1, path,
                    "must have exactly one of the forms that the schema offers");
                break;
            case "not":
                Must(!Fits(rule, value, path, depth), path, "has the one form that it must not have");
                break;
            case "if":
                if (map.Fields.TryGetValue(Fits(rule, value, path, depth) ? "then" : "else", out var branch))
                {
                    Check(branch, value, path, depth);
                }

                break;
            default:
                OfKind(map, name, rule, value, path, depth);
                break;
        }
    }

    /// <summary>Rules for values of one kind; values of other kinds keep them by themselves.</summary>
    private void OfKind(Value.Map map, string name, Value rule, Value value, string path, int depth)
    {
        switch (value)
        {
            case Value.Number { Amount: var amount } when rule is Value.Number { Amount: var limit }:
                Amount(name, amount, limit, path);
                break;
            case Value.Text { Content: var text }:
                Text(name, rule, text, path);
                break;
            case Value.List list:
                List(map, name, rule, list, path, depth);
                break;
            case Value.Map fields:
                Fields(map, name, rule, fields, path, depth);
                break;
        }
    }

    private void Amount(string name, double amount, double limit, string path)
    {
        var (holds, must) = name switch
        {
            "minimum" => (amount >= limit, "at least"),
            "maximum" => (amount <= limit, "at most"),
            "exclusiveMinimum" => (amount > limit, "more than"),
            "exclusiveMaximum" => (amount < limit, "less than"),
            "multipleOf" => (Math.Abs((amount / limit) - Math.Round(amount / limit)) < 1e-9, "a multiple of"),
            _ => (true, ""),
        };
        Must(holds, path, $"is {Shown(Value.Of(amount))}; it must be {must} {Shown(Value.Of(limit))}");
    }

    private void Text(string name, Value rule, string text, string path)
    {
        switch (name)
        {
            case "minLength" or "maxLength":
                Size(name, text.EnumerateRunes().Count(), rule, path, "characters");
                break;
            case "pattern":
                var pattern = ((Value.Text)rule).Content;
                Must(schema.Patterns[pattern].IsMatch(text), path, $"is {Shown(Value.Of(text))}; it must match {pattern}");
                break;
        }
    }

    private void List(Value.Map map, string name, Value rule, Value.List list, string path, int depth)
    {
        var first = map["prefixItems"] is Value.List prefix ? prefix.Items.Length : 0;
        switch (name)
        {
            case "minItems" or "maxItems":
                Size(name, list.Items.Length, rule, path, "items");
                break;
            case "uniqueItems":
                Must(rule is Value.Bool { Truth: false } || list.Items.Distinct().Count() == list.Items.Length, path, "has an item twice");
                break;
            case "items":
                Each(Enumerable.Range(first, Math.Max(0, list.Items.Length - first)), i =>
                    Check(rule, list.Items[i], $"{path}/{i}", depth));
                break;
            case "prefixItems":
                Each(Enumerable.Range(0, Math.Min(first, list.Items.Length)), i =>
                    Check(Items(rule)[i], list.Items[i], $"{path}/{i}", depth));
                break;
        }
    }

    private void Fields(Value.Map map, string name, Value rule, Value.Map fields, string path, int depth)
    {
        switch (name)
        {
            case "minProperties" or "maxProperties":
                Size(name, fields.Fields.Count, rule, path, "fields");
                break;
            case "required":
                Each(Items(rule), needed => Must(fields.Fields.ContainsKey(needed.ToText()), path, $"has no '{needed.ToText()}'"));
                break;
            case "properties":
                Each(fields.Names.Where(((Value.Map)rule).Fields.ContainsKey), field =>
                    Check(((Value.Map)rule)[field], fields[field], $"{path}/{field}", depth));
                break;
            case "additionalProperties":
                var known = map["properties"] as Value.Map;
                Each(fields.Names.Where(field => known?.Fields.ContainsKey(field) != true), field =>
                    Check(rule, fields[field], $"{path}/{field}", depth));
                break;
            case "propertyNames":
                Each(fields.Names, field => Check(rule, Value.Of(field), $"{path}/{field}", depth));
                break;
            case "dependentRequired":
                Each(
                    ((Value.Map)rule).Names.Where(fields.Fields.ContainsKey).SelectMany(
                        field => Items(((Value.Map)rule)[field]).Select(needed => (field, needed.ToText()))),
                    need => Must(fields.Fields.ContainsKey(need.Item2), path, $"has '{need.field}' without '{need.Item2}'"));
                break;
            case "dependentSchemas":
                Each(((Value.Map)rule).Names.Where(fields.Fields.ContainsKey), field =>
                    Check(((Value.Map)rule)[field], fields, path, depth));
                break;
        }
    }

    /// <summary>Of several forms none of which fits, the one that is nearest says what is wrong.</summary>
    private void AnyOf(ImmutableArray<Value> forms, Value value, string path, int depth)
    {
        List<string>? nearest = null;
        foreach (var form in forms)
        {
            var problems = Aside(() => Check(form, value, path, depth));
            if (problems.Count == 0)
            {
                return;
            }

            nearest = nearest is null || problems.Count < nearest.Count ? problems : nearest;
        }

        _problems.AddRange(nearest!);
    }

    private bool Fits(Value rules, Value value, string path, int depth) => Aside(() => Check(rules, value, path, depth)).Count == 0;

    private List<string> Aside(Action check)
    {
        var outer = _problems;
        _problems = [];
        check();
        var inner = _problems;
        _problems = outer;
        return inner;
    }

    private void Size(string name, int size, Value rule, string path, string what)
    {
        var limit = ((Value.Number)rule).Amount;
        var least = name.StartsWith("min", StringComparison.Ordinal);
        Must(least ? size >= limit : size <= limit, path, $"has {size} {what}; it must have {(least ? "at least" : "at most")} {limit}");
    }

    private void Each<T>(IEnumerable<T> items, Action<T> check)
    {
        foreach (var item in items)
        {
            if (_steps > _mostSteps || _problems.Count > MostProblems)
            {
                return;
            }

            check(item);
        }
    }

    private void Must(bool holds, string path, string problem)
    {
        if (!holds)
        {
            _problems.Add($"{(path.Length == 0 ? "/" : path)}: {problem}");
        }
    }

    /// <summary>How many values a value is made of, itself included.</summary>
    private static long Parts(Value value) => 1 + (value switch
    {
        Value.List list => list.Items.Sum(Parts),
        Value.Map map => map.Fields.Values.Sum(Parts),
        _ => 0,
    });

    private static ImmutableArray<Value> Items(Value rule) => rule is Value.List list ? list.Items : [rule];

    private static string Choice(IEnumerable<object> choices)
    {
        var words = choices.Select(c => c is Value value ? value.ToText() : (string)c).ToArray();
        return words.Length == 1 ? words[0] : "one of " + string.Join(", ", words);
    }

    private static string Shown(Value value)
    {
        var json = ValueJson.Write(value);
        return json.Length <= LongestShown ? json : json[..LongestShown] + "…";
    }

    private static string Kind(Value value) => value switch
    {
        Value.Null => "null",
        Value.Bool => "a boolean",
        Value.Number => "a number",
        Value.Text => "a string",
        Value.List => "an array",
        _ => "an object",
    };

    private static bool IsOf(Value value, string type) => type switch
    {
        "object" => value is Value.Map,
        "array" => value is Value.List,
        "string" => value is Value.Text,
        "number" => value is Value.Number,
        "integer" => value is Value.Number { Amount: var amount } && amount == Math.Floor(amount),
        "boolean" => value is Value.Bool,
        _ => value is Value.Null,
    };
}
