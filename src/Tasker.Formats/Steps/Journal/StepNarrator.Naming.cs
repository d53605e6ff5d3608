using System.Globalization;
using Tasker.Core.Runs;
using Tasker.Core.Values;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Translation;

namespace Tasker.Formats.Steps.Journal;

/// <summary>Which step a node belongs to, and why something happened.</summary>
internal sealed partial class StepNarrator
{
    /// <summary>A step, or a part of one.</summary>
    /// <param name="Group">The node of the step's group.</param>
    /// <param name="Node">The node itself.</param>
    /// <param name="IsPhase">True when it stands directly in the step's group.</param>
    private sealed record StepNode(
        int Group, int Node, int Step, string Title, string TaskId, string Phase, string Part, string Name, string Id,
        bool IsPhase);

    private StepNode? StepOf(int node)
    {
        var spec = _run.SpecOf(node);
        return StepLabels.NumberOf(spec) is { } number
            ? new StepNode(node, node, number, spec.Title, spec.Labels.GetValueOrDefault(StepLabels.TaskId, ""), "", "",
                "", "", false)
            : null;
    }

    /// <summary>
    /// The step that a node below a step's group belongs to; null for the group itself and for everything outside.
    /// </summary>
    private StepNode? PartOf(int node)
    {
        var (phase, part) = ("", "");
        for (var at = node; at >= 0; at = _run.ParentOf(at))
        {
            var spec = _run.SpecOf(at);
            if (StepOf(at) is { } step)
            {
                return at == node ? null : step with
                {
                    Node = node,
                    Phase = phase,
                    Part = part,
                    Name = NameOf(node, phase, part),
                    Id = _run.IdOf(node),
                    IsPhase = _run.ParentOf(node) == at,
                };
            }

            phase = phase.Length > 0 ? phase : spec.Labels.GetValueOrDefault(StepLabels.Phase, "");
            part = part.Length > 0 ? part
                : at == node ? spec.Labels.GetValueOrDefault(StepLabels.Part, StepPart.Group) : part;
        }

        return null;
    }

    /// <summary>Checks are called what people called them, pieces of the main work by their own id below it.</summary>
    private string NameOf(int node, string phase, string part)
    {
        var (spec, id) = (_run.SpecOf(node), _run.IdOf(node));
        if (part is StepPart.Check or StepPart.Question or StepPart.Manual)
        {
            return part is StepPart.Check ? spec.Title : id[(id.LastIndexOf('/') + 1)..];
        }

        var main = phase == StepPhase.Main ? id.IndexOf("/main/", StringComparison.Ordinal) : -1;
        return main < 0 ? "" : id[(main + "/main/".Length)..];
    }

    private void Add(
        StepNode of, string status, string message, string? phase = null, int? attempt = null, AttemptEnd? end = null,
        TimeSpan? duration = null,
        int? pid = null, bool? success = null, int? next = null, StepDetail? detail = null)
    {
        _records.Add(new StepRecord
        {
            Seq = (_position * RecordsPerFact) + Math.Min(_records.Count, RecordsPerFact - 1),
            At = _at,
            Step = of.Step,
            Title = of.Title,
            TaskId = of.TaskId,
            Phase = phase ?? of.Phase,
            Status = status,
            Name = of.Name,
            Message = Texts.Short(message, 500),
            Node = of.Id,
            Part = of.Part,
            Attempt = attempt,
            ExitCode = end?.ExitCode,
            Signal = end?.Signal,
            Duration = duration,
            Pid = pid,
            Success = success,
            NextStep = next,
            Detail = detail ?? StepDetail.None,
        });
    }

    private int? NextOf(int node) =>
        _run.SpecOf(node).Labels.TryGetValue(StepLabels.Next, out var next)
            ? int.Parse(next, CultureInfo.InvariantCulture) : null;

    /// <summary>True when the group of a node has begun: what happens to parts of what never began is not worth a
    /// line.</summary>
    private bool HasBegun(int node) => _run.StartedAt(_run.ParentOf(node)) is not null;

    /// <summary>Who begins a main work of several pieces.</summary>
    private StepDetail DetailOfFirst(int group)
    {
        var at = group;
        while (_run.SpecOf(at) is GroupSpec && !_run.MembersOf(at).IsEmpty)
        {
            var members = _run.MembersOf(at).ToArray();
            at = members.FirstOrDefault(
                m => _run.SpecOf(m) is GroupSpec
                    || _run.SpecOf(m).Labels.GetValueOrDefault(StepLabels.Part) == StepPart.Work, members[0]);
        }

        return _run.SpecOf(at) is StepSpec step ? Detail(step) with { ItemsDone = 0, ItemsTotal = 0 } : StepDetail.None;
    }

    private static StepDetail Detail(StepSpec step)
    {
        var env = step.Action switch
        {
            StepAction.Run run => run.Command.Env,
            StepAction.Agent agent => agent.Env,
            _ => null,
        };
        long Items(string name) =>
            long.TryParse(env?.GetValueOrDefault(name), NumberStyles.None, CultureInfo.InvariantCulture, out var items)
                ? items : 0;
        return new StepDetail(
            (step.Action as StepAction.Agent)?.Name ?? "",
            step.Labels.GetValueOrDefault(StepLabels.Mandatory, ""),
            0,
            Items("CHUNK_END"),
            Items("CHUNK_TOTAL"),
            step.Labels.ContainsKey(StepLabels.Sample),
            step.Background is not null,
            step.Monitors.Length);
    }

    private static bool IsEnough(AttemptEnd end) => end.Outputs["enough"].ToText() == "yes";

    private string Why(int node, string otherwise) =>
        _run.StopOf(0) is StopCause.Aborted ? "Aborted."
        : _run.CauseOf(_run.ParentOf(node)) is >= 0 and var cause && cause != node ? $"{Called(cause)} failed."
        : otherwise.Length > 0 ? otherwise
        : "Stopped.";

    private string CauseOf(int node) => _run.CauseOf(node) is >= 0 and var cause
        ? Told(cause) : "something that it needs failed.";

    /// <summary>The root cause of the failure of the group that ends.</summary>
    private string Cause() => _cause >= 0 ? Told(_cause) : "a part of it failed.";

    private string Told(int node) =>
        _run.LastEndOf(node)?.Message is { Length: > 0 } message
            ? $"{Called(node)} failed: {message}" : $"{Called(node)} failed.";

    /// <summary>What people call a node: <c>pre-flight check 'verify_env' of step 3</c>.</summary>
    private string Called(int node)
    {
        if (PartOf(node) is not { } part)
        {
            return StepOf(node) is { } step ? $"step {step.Step}" : _run.IdOf(node);
        }

        var name = part.Name.Length > 0 ? $" '{part.Name}'" : "";
        return part.Phase switch
        {
            StepPhase.PreFlight => $"pre-flight check{name} of step {part.Step}",
            StepPhase.Test => $"minimal test of step {part.Step}",
            StepPhase.Post => $"post-validation{name} of step {part.Step}",
            _ => $"main work{name} of step {part.Step}",
        };
    }

    /// <summary>What stands beside the mark of a step that was done.</summary>
    private string Note(int group)
    {
        var notes = new List<string>();
        var id = _run.IdOf(group);
        if (_run.Find($"{id}/main") is >= 0 and var main
            && _run.OutputsOf(main)["note"] is Value.Text { Content.Length: > 0 } said)
        {
            notes.Add(said.Content);
        }

        foreach (var check in _run.Find($"{id}/post") is >= 0 and var post ? _run.MembersOf(post).ToArray() : [])
        {
            // An agent that did not answer in time has not found fault with anything.
            var part = PartOf(check)!;
            var silent = part.Part == StepPart.Question && _run.LastEndOf(check)?.Outcome is AttemptOutcome.TimedOut;
            if (_run.StatusOf(check) is NodeStatus.Failed && !silent)
            {
                notes.Add($"check failed: {part.Name}");
            }
        }

        return string.Join("; ", notes);
    }
}
