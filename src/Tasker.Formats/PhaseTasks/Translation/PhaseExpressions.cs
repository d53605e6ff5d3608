using System.Text.RegularExpressions;
using Tasker.Core.Diagnostics;
using Tasker.Core.Expressions;
using Tasker.Formats.PhaseTasks.Reading;
using Tasker.Formats.Text;

namespace Tasker.Formats.PhaseTasks.Translation;

/// <summary>
/// Conditions and validations of phase tasks as expressions of the workflow, and the telling of expressions from sentences.
/// </summary>
/// <remarks>
/// The words of the format are translated: <c>input.x</c>, <c>phases.NAME</c> (a phase that is done before), <c>results.STEP</c> (what an
/// earlier step gave), <c>answers.AGENT</c> (what an agent answered before). <c>{{input.x}}</c> in an expression means <c>input.x</c>: the
/// value is bound, never pasted as text.
/// </remarks>
internal sealed partial class PhaseExpressions(IReadOnlyList<PhasePlan> plans, DiagnosticBag bag)
{
    private static readonly string[] Words = ["input", "phases", "results", "answers"];
    private static readonly string[] Roots = [.. Words, "inputs", "run", "attempt"];

    /// <summary>The inputs that expressions read.</summary>
    public Dictionary<string, Place> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>
    /// Whether a text is meant as an expression: it can be read as one and speaks of what is known or compares, or it cannot but begins
    /// like one.
    /// </summary>
    public static bool IsMeant(string text)
    {
        var bare = Unwrapped(text);
        var parsed = Expression.Parse(bare, default);
        if (parsed.Value is { } expression)
        {
            return expression.Constant is Core.Values.Value.Bool || expression.RootNames.Any(Roots.Contains)
                || bare.AsSpan().ContainsAny("<>=!");
        }

        return BeginsLikeOne().IsMatch(bare);
    }

    /// <summary>The expression of the workflow; null when it is none, which is then told.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="plan">The phase that it stands in.</param>
    /// <param name="stage">Number of the stage that it stands in; 0 for the phase itself.</param>
    public string? Translate(PlacedText text, PhasePlan plan, int stage)
    {
        var bare = StatusWords()
            .Replace(Unwrapped(text.Text), m => m.Groups[1].Value + (m.Groups[3].Value == "completed" ? "'succeeded'" : "'cancelled'"));
        var parsed = Expression.Parse(bare, text.Where);
        if (parsed.Value is not { } expression)
        {
            bag.AddRange(parsed.Diagnostics);
            return null;
        }

        var scope = new PhaseScope(plans, plan, stage);
        var problems = false;
        foreach (var reference in expression.References)
        {
            var (what, fix) = Problem(reference, scope);
            if (what.Length > 0)
            {
                problems = true;
                bag.Error(PhaseCodes.BadExpression, reference.Where, $"'{Excerpt.Of(text.Text)}' {what}.", "", fix);
            }
            else if (reference is { Root: "input" or "inputs", Field: { } input })
            {
                Inputs.TryAdd(input, reference.Where);
            }
        }

        return problems ? null : Substituted(expression, scope);
    }

    /// <summary>The phase that a name means, if it is done before a stage, or is its own.</summary>
    public PhasePlan? PlanBefore(string name, PhasePlan plan, int stage) =>
        new PhaseScope(plans, plan, stage).PhaseNode(name) is { } id ? plans.First(p => p.Id == id) : null;

    private static (string What, string Fix) Problem(ExpressionReference reference, PhaseScope scope)
    {
        if (!Roots.Contains(reference.Root))
        {
            return ($"names '{Excerpt.Of(reference.Root)}', which is not known here", Suggestions.DidYouMean(
                reference.Root, Roots, "Names are input, phases, results and answers; put text in quotes."));
        }

        return reference switch
        {
            { Root: "phases" or "results" or "answers", Field: null } =>
                ($"names all of '{reference.Root}'", $"Name one: {reference.Root}['Name']."),
            { Root: "phases", Field: { } name } when scope.PhaseNode(name) is null => (
                $"reads the phase '{Excerpt.Of(name)}', which is not done before",
                Suggestions.DidYouMean(name, scope.PhaseNames, "Name a phase that this one depends on.")),
            { Root: "results", Field: { } name } when scope.StepNode(name) is null => (
                $"reads the result '{Excerpt.Of(name)}', which no earlier step gives",
                Suggestions.DidYouMean(name, scope.StepNames, "Name an earlier step, such as 'consensus'.")),
            { Root: "answers", Field: { } name } when scope.AgentNode(name) is null => (
                $"reads the answer of '{Excerpt.Of(name)}', which no earlier step asks",
                Suggestions.DidYouMean(name, scope.AgentNames, "Name an agent that is asked before.")),
            _ => ("", ""),
        };
    }

    private static string Substituted(Expression expression, PhaseScope scope)
    {
        expression = Put(expression, "input", field => $"inputs[{Quoted(field)}]");
        expression = Put(expression, "phases", name => $"steps[{Quoted(scope.PhaseNode(name)!)}]");
        expression = Put(expression, "results", name => $"steps[{Quoted(scope.StepNode(name)!)}].outputs");
        return Put(expression, "answers", name => $"steps[{Quoted(scope.AgentNode(name)!)}].answer").Text;
    }

    private static Expression Put(Expression expression, string root, Func<string, string> put)
    {
        var text = expression.Substitute(root, put, out var bare);
        text = bare && root == "input" ? BareInput().Replace(text, "inputs") : text;
        return Expression.Parse(text, default).Value ?? expression;
    }

    private static string Quoted(string text) =>
        $"'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal)}'";

    /// <summary>Without the braces of a template, and without quotes around them.</summary>
    private static string Unwrapped(string text) => Braces().Replace(text, "${path}");

    [GeneratedRegex("""(['"]?)\{\{\{?\s*(?<path>[\w.\-\[\]' ]+?)\s*\}?\}\}\1""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Braces();

    [GeneratedRegex("""(\.status\s*(?:==|!=)\s*)(['"])(completed|aborted)\2""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex StatusWords();

    [GeneratedRegex("""^[\s(]*(?:not\s+)?(?:inputs?|phases|results|answers)\s*(?:\.\s*\w|\[)""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BeginsLikeOne();

    [GeneratedRegex("""(?<![\w.\-'"\[])input(?![\w\-.\['"])""", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex BareInput();
}
