using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Tasker.Core.Diagnostics;

namespace Tasker.Core.Values.Schemas;

/// <summary>Looks a schema over before anything is checked with it.</summary>
internal sealed class SchemaReading(Value root)
{
    private const int MostProblems = 20;
    private const int LongestPattern = 1000;
    private static readonly TimeSpan PatternLimit = TimeSpan.FromMilliseconds(100);

    private readonly ImmutableArray<string>.Builder _problems = ImmutableArray.CreateBuilder<string>();

    /// <summary>The patterns of the schema, by their text.</summary>
    public ImmutableDictionary<string, Regex>.Builder Patterns { get; } =
        ImmutableDictionary.CreateBuilder<string, Regex>(StringComparer.Ordinal);

    /// <summary>What is wrong with the schema.</summary>
    public ImmutableArray<string> Read()
    {
        Schema(root, "");
        return _problems.Count <= MostProblems ? _problems.ToImmutable() : [.. _problems.Take(MostProblems)];
    }

    /// <summary>The schema that a reference leads to; null when it leads nowhere.</summary>
    public static Value? Find(Value root, string reference)
    {
        if (reference == "#")
        {
            return root;
        }

        var parts = reference.Split('/');
        return parts is ["#", "$defs" or "definitions", var name] && root is Value.Map map && map[parts[1]] is Value.Map all
            ? all.Fields.GetValueOrDefault(name.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))
            : null;
    }

    private void Schema(Value schema, string path)
    {
        if (schema is not Value.Map map)
        {
            Must(schema is Value.Bool, path, "a schema is a map, or true or false");
            return;
        }

        foreach (var name in map.Names)
        {
            if (SchemaKeywords.All.TryGetValue(name, out var keyword))
            {
                Rule(keyword, map[name], $"{path}/{name}");
            }
            else
            {
                Must(false, $"{path}/{name}",
                    "is no keyword that is known here. " + Suggestions.DidYouMean(name, SchemaKeywords.All.Keys, "Remove it."));
            }
        }
    }

    private void Rule(SchemaKeyword keyword, Value rule, string path)
    {
        switch (keyword)
        {
            case SchemaKeyword.Schema:
                Schema(rule, path);
                break;
            case SchemaKeyword.Schemas when rule is Value.List { Items.Length: > 0 } list:
                Each(list.Items.Select((item, i) => (Name: $"{i}", item)), path);
                break;
            case SchemaKeyword.SchemaMap when rule is Value.Map map:
                Each(map.Names.Select(name => (name, map[name])), path);
                break;
            case SchemaKeyword.Number:
                Must(rule is Value.Number { Amount: var amount }
                    && (amount > 0 || !path.EndsWith("/multipleOf", StringComparison.Ordinal)), path, "is no number that can stand here");
                break;
            case SchemaKeyword.Count:
                Must(rule is Value.Number { Amount: >= 0 and <= int.MaxValue and var count } && count == Math.Floor(count), path,
                    "is no whole number from 0");
                break;
            case SchemaKeyword.Truth:
                Must(rule is Value.Bool, path, "is neither true nor false");
                break;
            case SchemaKeyword.Names:
                Must(IsNames(rule), path, "is no list of names");
                break;
            case SchemaKeyword.NamesMap:
                Must(rule is Value.Map lists && lists.Fields.Values.All(IsNames), path, "is no map of lists of names");
                break;
            case SchemaKeyword.Types:
                Types(rule, path);
                break;
            case SchemaKeyword.Values:
                Must(rule is Value.List, path, "is no list of values");
                break;
            case SchemaKeyword.Pattern:
                Pattern(rule, path);
                break;
            case SchemaKeyword.Reference:
                Must(rule is Value.Text reference && Find(root, reference.Content) is not null, path,
                    "leads to no schema: write '#/$defs/name' and the schema under '$defs'");
                break;
            case SchemaKeyword.Schemas or SchemaKeyword.SchemaMap:
                Must(false, path, keyword is SchemaKeyword.Schemas ? "is no list of schemas" : "is no map of schemas");
                break;
        }
    }

    private void Each(IEnumerable<(string Name, Value Schema)> schemas, string path)
    {
        foreach (var (name, schema) in schemas)
        {
            Schema(schema, $"{path}/{name}");
        }
    }

    private static bool IsNames(Value rule) => rule is Value.List list && list.Items.All(item => item is Value.Text);

    private void Types(Value rule, string path)
    {
        foreach (var type in rule is Value.List list ? list.Items : [rule])
        {
            var name = (type as Value.Text)?.Content ?? "";
            Must(SchemaKeywords.Types.Contains(name), path, $"'{type.ToText()}' is no type. " + Suggestions.DidYouMean(
                name, SchemaKeywords.Types, $"Types are {string.Join(", ", SchemaKeywords.Types)}."));
        }
    }

    private void Pattern(Value rule, string path)
    {
        if (rule is not Value.Text { Content: { Length: <= LongestPattern } pattern })
        {
            Must(false, path, $"is no regular expression of at most {LongestPattern} characters");
            return;
        }

        try
        {
            Patterns[pattern] = Compile(pattern);
        }
        catch (ArgumentException wrong)
        {
            Must(false, path, $"is no regular expression: {wrong.Message}");
        }
    }

    /// <summary>In time that grows with the text alone; what needs more (looking ahead) is given up after a moment.</summary>
    private static Regex Compile(string pattern)
    {
        try
        {
            return new Regex(pattern, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            return new Regex(pattern, RegexOptions.CultureInvariant, PatternLimit);
        }
    }

    private void Must(bool holds, string path, string problem)
    {
        if (!holds)
        {
            _problems.Add($"{(path.Length == 0 ? "/" : path)}: {problem}");
        }
    }
}
