using Tasker.Core.Diagnostics;
using Tasker.Formats.Steps.Requests;

namespace Tasker.Formats.Steps.Translation;

/// <summary>
/// Whoever goes on with all that is open does not begin a second time what runs in the background, and not yet what
/// needs its result. A step that is asked for by number is another matter.
/// </summary>
internal static class LeftForLater
{
    /// <summary>The numbers of the request without those of steps that are under way.</summary>
    public static IEnumerable<int> Wanted(StepsSource source, DiagnosticBag bag)
    {
        foreach (var number in source.Selection.Steps)
        {
            if (source.Selection.Request is StepRequest.Range || !source.UnderWay.Contains(number))
            {
                yield return number;
            }
            else if (source.Spec.Find(number) is { } step)
            {
                bag.Add(new Diagnostic(
                    StepsCodes.UnderWay, Severity.Note, step.Where, $"Step {number} runs in the background already.",
                    "It is not begun a second time.",
                    "'tasker do --monitor' shows it."));
            }
        }
    }

    /// <summary>The steps without those that need the result of one that is under way, or of one that is left out for
    /// that.</summary>
    public static List<StepWork> Without(List<StepWork> works, StepsSource source, DiagnosticBag bag)
    {
        if (source.Selection.Request is StepRequest.Range || source.UnderWay.IsEmpty)
        {
            return works;
        }

        var missing = source.UnderWay
            .Select(source.Spec.Find)
            .OfType<Spec.SpecStep>()
            .ToDictionary(step => step.Number);
        var kept = new List<StepWork>();
        foreach (var work in works)
        {
            var needed = missing.Values
                .OrderBy(step => step.Number)
                .FirstOrDefault(step => step.Number < work.Step.Number && StepOrder.NeedsResult(work, step));
            if (needed is null)
            {
                kept.Add(work);
                continue;
            }

            missing[work.Step.Number] = work.Step;
            bag.Add(new Diagnostic(
                StepsCodes.UnderWay, Severity.Note, work.Step.Where, $"Step {work.Step.Number} is left for later.",
                $"It needs the result of step {needed.Number}, which is not there yet.",
                "Use 'tasker do continue' once that is done."));
        }

        return kept;
    }
}
