using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Values;

namespace Tasker.Core.Expressions;

/// <summary>
/// A small calculation over values, as conditions, checks and templates hold it. Parsed once, evaluated any number of times.
/// </summary>
/// <remarks>
/// The language has literals, paths, lists, comparison, <c>and or not</c>, arithmetic, <c>contains</c>, <c>in</c> and
/// <c>.length</c>; no calls and nothing that reaches outside its scope. Types are strict: <c>1 == '1'</c> is false and
/// <c>1 &lt; '1'</c> a problem; <c>'1'.number</c> turns text into a number. The whole of it is in <c>docs/guide/expressions.md</c>.
/// Reading and evaluating are bounded: <see cref="MaxLength"/>, 64 levels, 2,000 parts, <see cref="MaxResultLength"/>.
/// </remarks>
public sealed class Expression
{
    /// <summary>The most characters that an expression may have.</summary>
    public const int MaxLength = 10_000;

    /// <summary>The most characters that an expression may put together, in joined texts or in a list.</summary>
    public const int MaxResultLength = 1 << 20;

    private readonly ExpressionNode _root;

    private Expression(string text, ExpressionNode root, ImmutableArray<ExpressionReference> references) =>
        (Text, _root, References) = (text, root, references);

    /// <summary>The text that was read.</summary>
    public string Text { get; }

    /// <summary>The paths in it, in the order of the text.</summary>
    public ImmutableArray<ExpressionReference> References { get; }

    /// <summary>The first names of its paths, each once, in the order of the text.</summary>
    public IEnumerable<string> RootNames => References.Select(r => r.Root).Distinct();

    /// <summary>The value when it is a literal and needs no scope; else null.</summary>
    public Value? Constant => (_root as ExpressionNode.Literal)?.Value;

    /// <summary>Reads an expression.</summary>
    /// <param name="text">The expression alone, without <c>${{ }}</c>.</param>
    /// <param name="where">Where its first character stands.</param>
    /// <returns>The expression, or the first thing in it that cannot be read. Never throws.</returns>
    public static ParseResult<Expression> Parse(string text, Place where)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length > MaxLength)
        {
            return Failed(text, where, new SyntaxProblem(SyntaxProblem.TooLarge, 0,
                $"The expression has {text.Length} characters.", $"The most is {MaxLength}.", "Split it over several steps."));
        }

        var (root, parser) = ExpressionParser.Parse(text);
        if (root is null)
        {
            return Failed(text, where, parser.Problem!);
        }

        var references = parser.Paths.OrderBy(p => p.Offset)
            .Select(p => new ExpressionReference(p.Root, p.Field, where.Inside(text, p.Offset)));
        return new ParseResult<Expression>(new Expression(text, root, [.. references]), []);
    }

    /// <summary>
    /// Calculates the value. The same scope gives the same result; never throws for what the expression or the values are.
    /// </summary>
    public EvaluationResult Evaluate(IScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        var evaluator = new Evaluator(Text, scope);
        var value = evaluator.Evaluate(_root);
        return value is not null && !ValueSize.Fits(value, _root, MaxResultLength)
            ? new EvaluationResult(null, $"'{SyntaxProblem.Clip(Text)}' makes more than {MaxResultLength} characters; write less at once")
            : new EvaluationResult(value, evaluator.Problem);
    }

    /// <summary>The text with other expressions in the place of <c>root.field</c>, in parentheses where they need them.</summary>
    /// <param name="root">The first name of the paths that are changed.</param>
    /// <param name="put">The text of the expression for a field; null leaves that path as it is.</param>
    /// <param name="bare">True when <paramref name="root"/> stands somewhere without a field that is written out; it is left as it
    /// is.</param>
    public string Substitute(string root, Func<string, string?> put, out bool bare)
    {
        ArgumentNullException.ThrowIfNull(root);
        ArgumentNullException.ThrowIfNull(put);
        return Substitution.Apply(Text, _root, root, put, out bare);
    }

    /// <inheritdoc cref="Text"/>
    public override string ToString() => Text;

    private static ParseResult<Expression> Failed(string text, Place where, SyntaxProblem problem) => new(null,
    [
        new Diagnostic(problem.Code, Severity.Error, where.Inside(text, problem.Offset), problem.What, problem.Why, problem.Fix),
    ]);
}
