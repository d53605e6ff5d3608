using System.Collections.Immutable;
using System.Globalization;
using Tasker.Core.Workflows;

namespace Tasker.Formats.Steps.Translation;

/// <summary>
/// Labels by which projections find the parts of steps in a frozen workflow. They are kept with runs, so their names
/// never change.
/// </summary>
internal static class StepLabels
{
    /// <summary>On the workflow: the plan's path. On a step's group: nothing.</summary>
    public const string Spec = "steps.spec";

    /// <summary>On a step's group: its number.</summary>
    public const string Number = "steps.number";

    /// <summary>On a step's group: the id of its execution.</summary>
    public const string TaskId = "steps.task-id";

    /// <summary>On a step's group: the number of the next step of the plan; absent for the last one.</summary>
    public const string Next = "steps.next";

    /// <summary>On a step's group: <c>background</c>, <c>chunked</c> or <c>streaming</c>; absent for the normal
    /// mode.</summary>
    public const string Mode = "steps.mode";

    /// <summary>On a node below: its phase, see <see cref="StepPhase"/>.</summary>
    public const string Phase = "steps.phase";

    /// <summary>On a node below: what it is, see <see cref="StepPart"/>.</summary>
    public const string Part = "steps.part";

    /// <summary>On agent steps: the mandatory skills among its skills, with a comma between.</summary>
    public const string Mandatory = "steps.mandatory";

    /// <summary>On a minimal test that really tries the work: the number of examples.</summary>
    public const string Sample = "steps.sample";

    /// <summary>The labels of a node that belongs to a phase.</summary>
    public static ImmutableSortedDictionary<string, string> Of(string phase, string part) =>
        ImmutableSortedDictionary<string, string>.Empty.Add(Phase, phase).Add(Part, part);

    /// <summary>The number of a step's group; null for every other node.</summary>
    public static int? NumberOf(NodeSpec node) =>
        int.TryParse(node.Labels.GetValueOrDefault(Number), NumberStyles.None, CultureInfo.InvariantCulture,
            out var number) ? number : null;
}

/// <summary>The phases of a step as logs name them.</summary>
internal static class StepPhase
{
    public const string PreFlight = "PRE-FLIGHT";
    public const string Test = "TEST";
    public const string Main = "MAIN";
    public const string Post = "POST";
    public const string Background = "BACKGROUND";
    public const string Spec = "SPEC";
    public const string Completed = "COMPLETED";
    public const string Started = "STARTED";
}

/// <summary>What a node below a step's group is.</summary>
internal static class StepPart
{
    /// <summary>A group that holds a phase.</summary>
    public const string Group = "group";

    /// <summary>A check that is a command.</summary>
    public const string Check = "check";

    /// <summary>A check in prose that an agent is asked.</summary>
    public const string Question = "question";

    /// <summary>A check in prose that is left to people.</summary>
    public const string Manual = "manual";

    /// <summary>The minimal test.</summary>
    public const string Test = "test";

    /// <summary>Main work, or a piece of it.</summary>
    public const string Work = "work";

    /// <summary>The judgement of a chunk.</summary>
    public const string Quality = "quality";

    /// <summary>The mending of a chunk.</summary>
    public const string Fix = "fix";

    /// <summary>The question whether there are enough batches.</summary>
    public const string Enough = "enough";

    /// <summary>Tells that the background work is up or will never be.</summary>
    public const string Gate = "gate";
}
