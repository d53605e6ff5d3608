using System.Collections.Immutable;
using System.Text;
using Tasker.Core.Diagnostics;
using Tasker.Core.Expressions;

namespace Tasker.Core.Templates;

/// <summary>A text with expressions in it: <c>release-${{ inputs.version }}.zip</c>. Parsed once, filled in any number of times.</summary>
/// <remarks>
/// A value stands there as <see cref="Values.Value.ToText"/> writes it, and is not looked at again: <c>${{</c> in a value is text.
/// <c>$${{</c> is the text <c>${{</c>. A shell line is filled in differently, see <see cref="ShellLine"/>.
/// </remarks>
public sealed class Template
{
    /// <summary>The most characters that a filled-in template may have.</summary>
    public const int MaxResultLength = 4 << 20;

    private const string Open = "${{";
    private const string Close = "}}";

    internal Template(string text, ImmutableArray<TemplatePart> parts) => (Text, Parts) = (text, parts);

    /// <summary>The text that was read.</summary>
    public string Text { get; }

    /// <summary>True when there is no expression in it: the result is always the same.</summary>
    public bool IsConstant => !Parts.Any(p => p.Expression is not null);

    /// <summary>The expressions in it, in the order of the text.</summary>
    public IEnumerable<Expression> Expressions => Parts.Where(p => p.Expression is not null).Select(p => p.Expression!);

    internal ImmutableArray<TemplatePart> Parts { get; }

    /// <summary>Reads a template.</summary>
    /// <param name="text">The text.</param>
    /// <param name="where">Where its first character stands.</param>
    /// <returns>The template, or what is wrong with each expression in it. Never throws.</returns>
    public static ParseResult<Template> Parse(string text, Place where)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Contains(Open, StringComparison.Ordinal))
        {
            return new ParseResult<Template>(new Template(text, [new TemplatePart(text, null, 0)]), []);
        }

        var parts = ImmutableArray.CreateBuilder<TemplatePart>();
        var found = ImmutableArray.CreateBuilder<Diagnostic>();
        var literal = new StringBuilder();
        var (at, literalStart) = (0, 0);
        void EndLiteral(int next)
        {
            if (literal.Length > 0)
            {
                parts.Add(new TemplatePart(literal.ToString(), null, literalStart));
                literal.Clear();
            }

            literalStart = next;
        }

        while (text.IndexOf(Open, at, StringComparison.Ordinal) is var open and >= 0)
        {
            if (open > at && text[open - 1] == '$')
            {
                literal.Append(text, at, open - 1 - at).Append(Open);
                at = open + Open.Length;
                continue;
            }

            literal.Append(text, at, open - at);
            var start = open + Open.Length;
            if (FindClose(text, start) is not { } close)
            {
                found.Add(new Diagnostic("TSK1010", Severity.Error, where.Inside(text, open), "The '${{' that stands here is never closed.",
                    $"An expression ends with '}}}}', at most {Expression.MaxLength} characters later.",
                    "Write '}}' where it ends, or '$${{' for the text '${{'."));
                return new ParseResult<Template>(null, found.ToImmutable());
            }

            EndLiteral(close + Close.Length);
            var parsed = Expression.Parse(text[start..close], where.Inside(text, start));
            found.AddRange(parsed.Diagnostics);
            parts.Add(new TemplatePart("", parsed.Value, open));
            at = close + Close.Length;
        }

        literal.Append(text, at, text.Length - at);
        EndLiteral(text.Length);
        return new ParseResult<Template>(found.Count > 0 ? null : new Template(text, parts.ToImmutable()), found.ToImmutable());
    }

    /// <summary>Fills in the values. The same scope gives the same text; never throws for what the template or the values are.</summary>
    public TemplateResult Render(IScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (Parts is [{ Expression: null } only])
        {
            return new TemplateResult(only.Literal, null);
        }

        var text = new StringBuilder();
        foreach (var part in Parts)
        {
            var value = part.Expression?.Evaluate(scope);
            if (value is { IsValue: false, Problem: var problem })
            {
                return new TemplateResult(null, problem);
            }

            text.Append(value?.Value is { } given ? given.ToText() : part.Literal);
            if (text.Length > MaxResultLength)
            {
                return new TemplateResult(null, $"the text becomes longer than {MaxResultLength} characters; hand it over as a file");
            }
        }

        return new TemplateResult(text.ToString(), null);
    }

    /// <summary>The text of this template with each expression replaced by another one.</summary>
    /// <param name="rewrite">Gives the text of the other expression.</param>
    public string Rewrite(Func<Expression, string> rewrite)
    {
        ArgumentNullException.ThrowIfNull(rewrite);
        return string.Concat(Parts.Select(part => part.Expression is { } expression
            ? $"{Open} {rewrite(expression).Trim()} {Close}"
            : part.Literal.Replace(Open, "$" + Open, StringComparison.Ordinal)));
    }

    /// <inheritdoc cref="Text"/>
    public override string ToString() => Text;

    /// <summary>
    /// Where the expression ends: the first <c>}}</c> outside quoted text; when quoted text has no end, the first one at all,
    /// so that the message is about that text. Null when there is none near enough.
    /// </summary>
    private static int? FindClose(string text, int start)
    {
        var window = text.AsSpan(start, Math.Min(text.Length - start, Expression.MaxLength + Close.Length));
        for (var i = 0; i < window.Length; i++)
        {
            if (window[i] is '\'' or '"')
            {
                i = EndOfQuoted(window, i);
            }
            else if (window[i] == '}' && window[i..].StartsWith(Close))
            {
                return start + i;
            }
        }

        var first = window.IndexOf(Close);
        return first < 0 ? null : start + first;
    }

    private static int EndOfQuoted(ReadOnlySpan<char> text, int start)
    {
        var i = start + 1;
        while (i < text.Length && text[i] != text[start])
        {
            i += text[i] == '\\' ? 2 : 1;
        }

        return i;
    }
}
