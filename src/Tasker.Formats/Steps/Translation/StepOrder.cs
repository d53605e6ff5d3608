using System.Collections.Immutable;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Definitions;
using Tasker.Formats.Steps.Spec;

namespace Tasker.Formats.Steps.Translation;

/// <summary>What a step waits for: the one before it, and the results that it needs.</summary>
internal static class StepOrder
{
    /// <summary>The needs of a step's group.</summary>
    /// <param name="work">The step.</param>
    /// <param name="before">The requested steps before it, ascending.</param>
    public static ImmutableArray<Need> Of(StepWork work, IReadOnlyList<StepWork> before)
    {
        var needs = ImmutableArray.CreateBuilder<Need>();
        if (before.Count > 0)
        {
            needs.Add(After(before[^1]));
        }

        // Steps in the foreground are waited for by the chain; only of others must it be said that their result is needed.
        foreach (var other in before.Where(other =>
            (IsBackground(other) || IsSkippable(other)) && NeedsResult(work, other.Step)))
        {
            needs.Add(new Need($"{other.Id}/main", NeedKind.Succeeded));
            needs.Add(new Need(other.Id, NeedKind.Succeeded));
        }

        Absent(work, before);
        return needs.ToImmutable();
    }

    /// <summary>
    /// True when something must tell that the background work is up or has failed, so that later steps can go on in
    /// both cases.
    /// </summary>
    public static bool HasGate(StepWork work) => IsBackground(work) && IsSkippable(work);

    private static Need After(StepWork other) =>
        HasGate(other) ? new Need($"{other.Id}/gate", NeedKind.Passed)
        : IsBackground(other) ? new Need($"{other.Id}/main", NeedKind.Started)
        : new Need(other.Id, NeedKind.Passed);

    /// <summary>True when a step needs the result of an earlier one: said in its definition, or mined from its
    /// section.</summary>
    public static bool NeedsResult(StepWork work, SpecStep other)
    {
        if (work.Definition.Needs is { } declared)
        {
            return declared.Contains(other.Number);
        }

        var made = other.Section?.Mined.Produces ?? [];
        return work.Mined.EarlierSteps.Contains(other.Number)
            || work.Mined.Inputs.Concat(work.Mined.Mentions).Any(path =>
                made.Any(result => PathText.IsWithin(path, result)));
    }

    /// <summary>
    /// Tells about needed steps that are neither done nor run first. Only for needs that are sure: declared, or a
    /// file that another step makes.
    /// </summary>
    private static void Absent(StepWork work, IReadOnlyList<StepWork> before)
    {
        var declared = work.Definition.Needs;
        foreach (var other in work.Source.Spec.Steps.Where(step => step.Number < work.Step.Number && !step.IsDone))
        {
            var made = other.Section?.Mined.Produces ?? [];
            var needed = declared?.Contains(other.Number)
                ?? work.Mined.Inputs.Any(path => made.Any(result => PathText.IsWithin(path, result)));
            if (needed && before.All(step => step.Step.Number != other.Number))
            {
                work.Bag.Warning(
                    StepsCodes.NeedNotDone, work.Step.Where,
                    $"Step {work.Step.Number} needs the result of step {other.Number}, which is not ticked.",
                    "It is run all the same, because it was asked for.",
                    $"Use 'tasker do {other.Number}' first if the result is not there.");
            }
        }

        foreach (var number in (declared ?? []).Where(number => work.Source.Spec.Find(number) is null))
        {
            work.Bag.Error(
                StepsCodes.BadNeed, work.Definition.Where,
                $"Step {work.Step.Number} needs step {number}, which is not in the plan.",
                "A step needs earlier steps of the same plan.", "Correct 'needs'.");
        }
    }

    private static bool IsBackground(StepWork work) => work.Main.Mode is MainMode.Background;

    private static bool IsSkippable(StepWork work) => work.Definition.OnFailure is StepFailure.Skip;
}
