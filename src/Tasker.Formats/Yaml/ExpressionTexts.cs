using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Core.Expressions;
using Tasker.Core.Templates;
using Tasker.Core.Values;
using Tasker.Formats.Text;

namespace Tasker.Formats.Yaml;

/// <summary>Reads the expressions and templates of one file, and puts in what a used file is given for its inputs.</summary>
/// <param name="reading">Gets the findings and the places of texts.</param>
/// <param name="given">Expressions for the inputs of a used file; null for the file that is run, whose inputs come with the run.</param>
internal sealed class ExpressionTexts(WorkflowReading reading, ImmutableDictionary<string, string>? given)
{
    private const string Open = "${{";

    private readonly DiagnosticBag _bag = reading.Bag;

    /// <summary>An expression, bare or as one <c>${{ }}</c>.</summary>
    /// <returns>Its text without <c>${{ }}</c>; null when it is none, which is told.</returns>
    public string? Expression(YamlNode node, string name)
    {
        if (YamlShapes.Filled(node, name, _bag) is not { } text || node is not YamlNode.Scalar scalar)
        {
            return null;
        }

        if (!text.Contains(Open, StringComparison.Ordinal))
        {
            return Parse(text, scalar.Inner) is { } bare ? Placed(Put(bare, scalar.Inner), text, scalar.Inner) : null;
        }

        if (Parsed(text, scalar.Inner) is not { } template)
        {
            return null;
        }

        if (!template.IsConstant && Whole(template) is { } only)
        {
            return Placed(Put(only, scalar.Inner), text, scalar.Inner);
        }

        _bag.Error(
            WorkflowCodes.BadText,
            node.Place,
            $"{name} is {node.Shown}.",
            "It is one expression, not a text with expressions in it.",
            "Write the whole expression bare, or all of it inside one ${{ }}.");
        return null;
    }

    /// <summary>A text with or without <c>${{ }}</c> in it; null when it is none, which is told.</summary>
    public string? Template(YamlNode node, string name) =>
        YamlShapes.Text(node, name, _bag) is { } text && node is YamlNode.Scalar scalar ? Template(text, scalar.Inner) : null;

    /// <inheritdoc cref="Template(YamlNode, string)"/>
    public string? Template(string text, Place where)
    {
        if (!text.Contains(Open, StringComparison.Ordinal))
        {
            return text;
        }

        if (Parsed(text, where) is not { } template)
        {
            return null;
        }

        // In a used file the text changes, and its places with it: then the place of the step has to do.
        return given is null ? reading.At(text, where) : template.Rewrite(expression => Put(expression, where));
    }

    /// <summary>A value as an expression of this file; null when it cannot be one, which is told.</summary>
    /// <param name="node">The value; a text may be an expression.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="why">Why a map, which expressions cannot write, has no place here.</param>
    public string? Argument(YamlNode node, string name, string why)
    {
        if (node is YamlNode.Scalar scalar && scalar.Text.Contains(Open, StringComparison.Ordinal))
        {
            return Expression(node, name);
        }

        if (Literal(YamlValues.Read(node)) is { } literal)
        {
            return literal;
        }

        _bag.Error(
            WorkflowCodes.BadWith,
            node.Place,
            node is YamlNode.Map ? $"{name} is a map." : $"{name} holds a map.",
            why,
            "Make it an input of this workflow and write ${{ inputs.NAME }} here.");
        return null;
    }

    /// <summary>A value as an expression writes it; null for maps, which expressions cannot write.</summary>
    public static string? Literal(Value value) => value switch
    {
        Value.Null => "null",
        Value.Bool truth => truth.Truth ? "true" : "false",
        Value.Number number => number.Amount.ToString("R", CultureInfo.InvariantCulture),
        Value.Text text => Quoted(text.Content),
        Value.List list when list.Items.Select(Literal).ToArray() is var items && Array.TrueForAll(items, item => item is not null) =>
            $"[{string.Join(", ", items)}]",
        _ => null,
    };

    private static string Quoted(string text)
    {
        var quoted = new StringBuilder("'", text.Length + 2);
        foreach (var c in text)
        {
            quoted.Append(c switch
            {
                '\'' => "\\'",
                '\\' => "\\\\",
                < ' ' => $"\\u{(int)c:X4}",
                _ => c.ToString(),
            });
        }

        return quoted.Append('\'').ToString();
    }

    /// <summary>An expression as it goes into the workflow, with its place in the text where it stands unchanged.</summary>
    private string Placed(string expression, string text, Place where)
    {
        var at = text.IndexOf(expression, StringComparison.Ordinal);
        return at < 0 ? expression : reading.At(expression, where.Inside(text, at));
    }

    private static Expression? Whole(Template template)
    {
        var trimmed = template.Text.Trim();
        return template.Expressions.ToArray() is [var only] && trimmed == $"{Open}{only.Text}}}}}" ? only : null;
    }

    private Expression? Parse(string text, Place where)
    {
        var parsed = Tasker.Core.Expressions.Expression.Parse(text, where);
        _bag.AddRange(parsed.Diagnostics);
        return parsed.Value;
    }

    private Template? Parsed(string text, Place where)
    {
        var parsed = Tasker.Core.Templates.Template.Parse(text, where);
        _bag.AddRange(parsed.Diagnostics);
        return parsed.Value;
    }

    private string Put(Expression expression, Place where)
    {
        if (given is null)
        {
            return expression.Text.Trim();
        }

        var text = expression.Substitute("inputs", field => given.GetValueOrDefault(field), out var bare);
        var unknown = expression.References.FirstOrDefault(r => r is { Root: "inputs", Field: { } field } && !given.ContainsKey(field));
        if (bare)
        {
            _bag.Error(
                WorkflowCodes.BadText, where, "'inputs' stands here without the name of an input.",
                "In a file that another one uses, each input is put in by name.", "Write inputs.NAME.");
        }
        else if (unknown.Field is { } name)
        {
            _bag.Error(
                WorkflowCodes.BadText, unknown.Where, $"The workflow has no input '{Excerpt.Of(name)}'.", "",
                Suggestions.DidYouMean(name, given.Keys.Order(StringComparer.Ordinal), "Declare it under 'inputs'."));
        }

        return text.Trim();
    }
}
