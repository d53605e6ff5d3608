using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Diagnostics;
using Tasker.Formats.Steps.Spec;
using Tasker.Formats.Text;

namespace Tasker.Formats.Steps.Requests;

/// <summary>
/// Which steps somebody asked for. A closed family: <see cref="Range"/>, <see cref="Continue"/>, <see cref="All"/>.
/// </summary>
public abstract record StepRequest
{
    private static readonly Place Where = new("tasker do");

    private StepRequest()
    {
    }

    /// <summary>The steps with these numbers, ticked or not; one step when both are equal.</summary>
    /// <param name="First">The first number, 1 or more.</param>
    /// <param name="Last">The last number, not before the first.</param>
    public sealed record Range(int First, int Last) : StepRequest;

    /// <summary>From the first open step on, in order, passing over the ticked ones.</summary>
    public sealed record Continue : StepRequest;

    /// <summary>All steps that remain: every open one. It differs from <see cref="Continue"/> in words only.</summary>
    public sealed record All : StepRequest;

    /// <summary>
    /// Reads what was typed: <c>3</c>, <c>1-5</c>, <c>continue</c>, <c>all</c>, or <c>--step</c> and
    /// <c>--continue</c>. Exactly one of the three.
    /// </summary>
    /// <param name="argument">The argument; null when there is none.</param>
    /// <param name="stepOption">The value of <c>--step</c>; null when it is not there.</param>
    /// <param name="continueOption">True when <c>--continue</c> is there.</param>
    public static ParseResult<StepRequest> Parse(string? argument, string? stepOption = null,
        bool continueOption = false)
    {
        var given = (argument is null ? 0 : 1) + (stepOption is null ? 0 : 1) + (continueOption ? 1 : 0);
        if (given != 1)
        {
            return Refused(
                StepsCodes.BadRequest,
                given == 0 ? "No step is named." : "Steps are named in more than one way.",
                "One of 'tasker do 3', 'do 1-5', 'do continue', 'do all', '--step N', '--step A-B' and '--continue' says "
                    + "which steps to run.",
                given == 0 ? "Write 'tasker do continue' for the first open step and what follows." : "Keep one.");
        }

        return argument switch
        {
            _ when continueOption => Taken(new Continue()),
            "continue" => Taken(new Continue()),
            "all" => Taken(new All()),
            _ => Numbers(argument ?? stepOption!),
        };
    }

    /// <summary>
    /// The steps of a plan that are meant, ascending. None of them when nothing is open, which a note then says.
    /// </summary>
    /// <returns>The numbers, or an error for each that the plan does not have.</returns>
    public ParseResult<StepSelection> Resolve(SpecDocument spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var bag = new DiagnosticBag();
        var steps = this is Range range
            ? spec.Steps.Where(step => step.Number >= range.First && step.Number <= range.Last).ToArray()
            : [.. spec.Steps.Where(step => !step.IsDone)];
        if (this is Range asked)
        {
            Missing(asked, spec, steps, bag);
            foreach (var done in steps.Where(step => step.IsDone))
            {
                bag.Add(new Diagnostic(
                    StepsCodes.AlreadyDone, Severity.Note, done.Where,
                    $"Step {done.Number} is ticked already and is run again.",
                    "A step that is asked for by number is run whatever its box says.",
                    "Use 'tasker do continue' to pass over ticked steps."));
            }
        }
        else if (steps.Length == 0)
        {
            bag.Add(new Diagnostic(
                StepsCodes.NothingOpen, Severity.Note, new Place(spec.Path),
                $"All {spec.Steps.Length} steps are ticked.", "There is nothing to do.",
                "Use 'tasker do N' to run a step again."));
        }

        return new ParseResult<StepSelection>(
            bag.HasErrors ? null : new StepSelection([.. steps.Select(step => step.Number)], this), bag.ToImmutable());
    }

    private static void Missing(Range asked, SpecDocument spec, SpecStep[] steps, DiagnosticBag bag)
    {
        const int shown = 5;
        var there = steps.Select(step => step.Number).ToHashSet();
        var missing = Enumerable.Range(asked.First, asked.Last - asked.First + 1)
            .Where(n => !there.Contains(n))
            .Take(shown + 1)
            .ToArray();
        if (missing.Length == 0)
        {
            return;
        }

        var names = string.Join(", ", missing.Take(shown)) + (missing.Length > shown ? " …" : "");
        bag.Error(
            StepsCodes.UnknownStep, Where, $"{Excerpt.Of(spec.Path)} has no step {names}.",
            $"Its steps are {Ranges(spec)}.", "Name steps that are there; nothing was run.");
    }

    /// <summary>Numbers for people: <c>1-12, 14</c>.</summary>
    private static string Ranges(SpecDocument spec)
    {
        var parts = new List<string>();
        for (var i = 0; i < spec.Steps.Length;)
        {
            var (first, last) = (spec.Steps[i].Number, spec.Steps[i].Number);
            for (i++; i < spec.Steps.Length && spec.Steps[i].Number == last + 1; i++)
            {
                last++;
            }

            parts.Add(first == last ? $"{first}" : $"{first}-{last}");
        }

        return string.Join(", ", parts);
    }

    private static ParseResult<StepRequest> Numbers(string text)
    {
        var parts = text.Split('-');
        var numbers = parts.Select(part => NumberOf(part.Trim())).ToArray();
        if (parts.Length > 2 || numbers.Any(n => n is null))
        {
            return Refused(
                StepsCodes.BadRequest, $"'{Excerpt.Of(text)}' names no steps.",
                "A number from 1 on, or two with a dash between them; 'continue' and 'all' are the other ways.",
                Suggestions.DidYouMean(text, ["continue", "all"], "Write '3' or '1-5'."));
        }

        var (first, last) = (numbers[0]!.Value, numbers[^1]!.Value);
        return first <= last
            ? Taken(new Range(first, last))
            : Refused(
                StepsCodes.ReversedRange, $"'{Excerpt.Of(text)}' ends before it begins.",
                "Steps are run in ascending order.",
                $"Write '{last}-{first}'.");
    }

    /// <summary>A number from 1 on; a leading zero, sign or anything else is none.</summary>
    private static int? NumberOf(string text) =>
        text.Length is >= 1 and <= 6 && text[0] != '0' && text.All(char.IsAsciiDigit)
            ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static ParseResult<StepRequest> Taken(StepRequest request) => new(request, []);

    private static ParseResult<StepRequest> Refused(string code, string what, string why, string fix) =>
        new(null, [new Diagnostic(code, Severity.Error, Where, what, why, fix)]);
}

/// <summary>The steps that a request means in one plan.</summary>
/// <param name="Steps">Their numbers, ascending.</param>
/// <param name="Request">What was asked for.</param>
public sealed record StepSelection(ImmutableArray<int> Steps, StepRequest Request);
