using System.Collections.Immutable;
using Tasker.Core.Diagnostics;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Definitions;
using Tasker.Formats.Text;

namespace Tasker.Formats.Steps.Translation;

/// <summary>The groups of checks before and after the main work.</summary>
internal static class CheckNodes
{
    /// <summary>The most checks of one phase at the same time.</summary>
    public const int MostAtOnce = 3;

    /// <summary>How long any check may take; its own timeout can only be shorter.</summary>
    public static readonly TimeSpan Cap = TimeSpan.FromSeconds(30);

    private const string FilesTest =
        "s=0; for f in \"$@\"; do test -e \"$f\" || { echo \"not there: $f\" >&2; s=1; }; done; exit $s";

    /// <summary>The pre-flight group: the first failure stops the others. Null when there is nothing to
    /// check.</summary>
    public static GroupSpec? Before(StepWork work)
    {
        var checks = work.Definition.PreFlight is { } defined
            ? Defined(work, defined, "pre", StepPhase.PreFlight, critical: true)
            : Inputs(work) is { } inputs ? [inputs] : [];
        return Group(work, "pre", "Pre-flight", StepPhase.PreFlight, failFast: true, checks);
    }

    /// <summary>
    /// The post-validation group: all are made; a failure that is not critical is noted only. Null when there is
    /// nothing to check.
    /// </summary>
    public static GroupSpec? After(StepWork work)
    {
        var checks = work.Definition.PostValidation is { } defined
            ? Defined(work, defined, "post", StepPhase.Post, critical: false)
            : Own(work);
        if (work.Main is { Mode: MainMode.Chunked or MainMode.Streaming, Outputs.IsEmpty: false })
        {
            checks = [Files(work, "post/promised_outputs", "promised outputs are there", work.Main.Outputs,
                StepPhase.Post), .. checks];
        }

        return Group(work, "post", "Post-validation", StepPhase.Post, failFast: false, checks);
    }

    private static GroupSpec? Group(StepWork work, string name, string title, string phase, bool failFast,
        ImmutableArray<NodeSpec> checks) =>
        checks.IsEmpty
            ? null
            : new GroupSpec
            {
                Id = $"{work.Id}/{name}",
                Title = title,
                Order = GroupOrder.Parallel,
                MaxParallel = MostAtOnce,
                FailFast = failFast,
                Members = checks,
                Labels = StepLabels.Of(phase, StepPart.Group),
                Where = work.Definition.Where,
            };

    private static ImmutableArray<NodeSpec> Defined(
        StepWork work, ImmutableArray<CheckDefinition> checks, string group, string phase, bool critical)
    {
        var nodes = ImmutableArray.CreateBuilder<NodeSpec>();
        var names = new UniqueNames();
        foreach (var check in checks)
        {
            var id = $"{work.Id}/{group}/{names.Take(Texts.Slug(check.Name))}";
            var fatal = check.Critical ?? (critical && !check.IsProse);
            var node = (check.IsProse ? Prose(work, check, id, phase) : Command(work, check, id, phase)) with
            {
                OnFailure = fatal ? FailurePolicy.Block : FailurePolicy.Continue,
                Needs = Alone(check, checks, nodes, nodes.Count),
                Where = check.Where,
            };
            nodes.Add(node);
        }

        return nodes.ToImmutable();
    }

    /// <summary>A check that is not to run beside others waits for those before it, and those behind wait for
    /// it.</summary>
    private static ImmutableArray<Need> Alone(
        CheckDefinition check, ImmutableArray<CheckDefinition> checks, ImmutableArray<NodeSpec>.Builder before,
        int index)
    {
        if (!check.Parallel)
        {
            return [.. before.Select(node => new Need(node.Id, NeedKind.Ended))];
        }

        var last = Enumerable.Range(0, index).LastOrDefault(i => !checks[i].Parallel, -1);
        return last < 0 ? [] : [new Need(before[last].Id, NeedKind.Ended)];
    }

    private static StepSpec Command(StepWork work, CheckDefinition check, string id, string phase)
    {
        if (check.Timeout > Cap)
        {
            work.Bag.Warning(
                StepsCodes.CappedLimit, check.Where,
                $"The check '{Excerpt.Of(check.Name)}' asks for {check.Timeout.Value.TotalSeconds:0} s.",
                $"A check has {Cap.TotalSeconds:0} s at most, so that gets it.", "Move longer work to 'main'.");
        }

        var frame = new StepFrame(id, check.Name, phase, StepPart.Check, Limit(check.Timeout, Cap));
        return work.Run(frame, CommandSpec.Shell(Texts.Literal(check.Text)));
    }

    /// <summary>Prose is never executed: an agent is asked, or it is left to people and passed over.</summary>
    private static StepSpec Prose(StepWork work, CheckDefinition check, string id, string phase)
    {
        var kind = check.Kind.ToString().ToLowerInvariant();
        if (work.Worker.Asked is { } agent)
        {
            var limit = Limit(check.Timeout, work.Source.Settings.QuestionLimit);
            var frame = new StepFrame(id, check.Text, phase, StepPart.Question, limit);
            return work.Ask(frame, agent, StepPrompts.Question(work, kind, check.Text));
        }

        work.Bag.Add(new Diagnostic(
            StepsCodes.ManualCheck, Severity.Note, check.Where,
            $"Nobody makes the check '{kind}: {Excerpt.Of(check.Text)}'.",
            "It is prose, which is never executed, and the project has no agent to ask.",
            "Look yourself, or write a 'command'."));
        return new StepSpec
        {
            Id = id,
            Title = Texts.Short(check.Text),
            Action = new StepAction.Check("false", "left to people"),
            Condition = "false",
            Labels = StepLabels.Of(phase, StepPart.Manual),
        };
    }

    /// <summary>Before a step without checks of its own: what earlier steps made for it is there.</summary>
    private static StepSpec? Inputs(StepWork work)
    {
        var made = work.Source.Spec.Steps.Where(step => step.Number < work.Step.Number && step.Section is not null)
            .SelectMany(step => step.Section!.Mined.Produces).ToHashSet(StringComparer.Ordinal);
        ImmutableArray<string> inputs = [.. work.Mined.Inputs.Where(made.Contains)];
        return inputs.IsEmpty ? null : Files(work, "pre/inputs", "inputs from earlier steps are there", inputs,
            StepPhase.PreFlight);
    }

    /// <summary>
    /// After a step without checks of its own: what it was to make is there, and an agent judges the criterion.
    /// </summary>
    private static ImmutableArray<NodeSpec> Own(StepWork work)
    {
        var checks = ImmutableArray.CreateBuilder<NodeSpec>();
        if (!work.Mined.Outputs.IsEmpty)
        {
            checks.Add(Files(work, "post/outputs", "outputs are there", work.Mined.Outputs, StepPhase.Post));
        }

        if (work.Source.Settings.JudgeCriteria && work.Worker is Worker.Agent { Who: var agent }
            && !work.Criteria.IsEmpty)
        {
            var limit = work.Source.Settings.QuestionLimit;
            var frame = new StepFrame($"{work.Id}/post/criteria", "success criteria are met", StepPhase.Post,
                StepPart.Question, limit);
            checks.Add(work.Ask(frame, agent, StepPrompts.Judge(work)));
        }

        return [.. checks.Select(check => check with { OnFailure = FailurePolicy.Continue })];
    }

    private static StepSpec Files(StepWork work, string id, string title, ImmutableArray<string> paths, string phase) =>
        work.Run(
            new StepFrame($"{work.Id}/{id}", title, phase, StepPart.Check, Cap),
            CommandSpec.Exec(["sh", "-c", FilesTest, "tasker-check", .. paths.Select(Texts.Literal)]));

    private static TimeSpan Limit(TimeSpan? own, TimeSpan cap) => own is { } limit && limit < cap ? limit : cap;
}
