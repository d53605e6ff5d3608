using System.Text.Json;
using Tasker.Core.Runs;
using Tasker.Core.Workflows;
using Tasker.Formats.Steps.Translation;

namespace Tasker.Formats.Steps.Journal;

/// <summary>The outcome of a run of steps as JSON: what <c>do … --json</c> prints at its end. Pure.</summary>
public static class StepsReport
{
    /// <summary>Version of the JSON shape; fields may be added within one version.</summary>
    public const int JsonVersion = 1;

    /// <summary>
    /// Writes
    /// <c>{"version":1,"run":…,"status":…,"spec":…,"steps":[{"step":6,"task_id":…,"status":…,"parts":[…]}]}</c>.
    /// Times are ISO 8601 in UTC, durations seconds; what is unknown or has not happened is null.
    /// </summary>
    /// <param name="json">Gets the object.</param>
    /// <param name="run">The run.</param>
    /// <param name="more">Writes further fields behind these; null: there are none.</param>
    public static void WriteJson(Utf8JsonWriter json, RunState run, Action<Utf8JsonWriter>? more = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(run);
        json.WriteStartObject();
        json.WriteNumber("version", JsonVersion);
        json.WriteString("run", run.RunId);
        json.WriteString("status", run.Status.ToString().ToLowerInvariant());
        json.WriteString("spec", run.Workflow.Labels.GetValueOrDefault(StepLabels.Spec, run.Workflow.Source));
        json.WriteStartArray("steps");
        for (var node = 0; node < run.Count; node++)
        {
            if (StepLabels.NumberOf(run.SpecOf(node)) is { } number)
            {
                Step(json, run, node, number);
            }
        }

        json.WriteEndArray();
        more?.Invoke(json);
        json.WriteEndObject();
    }

    /// <summary>Numbers of the steps of a run that have not ended, ascending.</summary>
    public static IEnumerable<int> OpenSteps(RunState run)
    {
        ArgumentNullException.ThrowIfNull(run);
        return Enumerable.Range(0, run.Count)
            .Where(node => run.StatusOf(node) < NodeStatus.Succeeded)
            .Select(node => StepLabels.NumberOf(run.SpecOf(node)))
            .OfType<int>()
            .Order();
    }

    /// <summary>Numbers of the steps of a workflow, ascending.</summary>
    public static IEnumerable<int> StepsOf(Workflow workflow)
    {
        ArgumentNullException.ThrowIfNull(workflow);
        return workflow.Root.Members.Select(StepLabels.NumberOf).OfType<int>().Order();
    }

    /// <summary>The same for a request that no run was made for, because every step was ticked: <c>run</c> is null,
    /// there are no steps.</summary>
    public static void WriteJson(Utf8JsonWriter json, Workflow workflow)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(workflow);
        json.WriteStartObject();
        json.WriteNumber("version", JsonVersion);
        json.WriteNull("run");
        json.WriteString("status", "succeeded");
        json.WriteString("spec", workflow.Labels.GetValueOrDefault(StepLabels.Spec, workflow.Source));
        json.WriteStartArray("steps");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Step(Utf8JsonWriter json, RunState run, int node, int number)
    {
        var spec = run.SpecOf(node);
        json.WriteStartObject();
        json.WriteNumber("step", number);
        json.WriteString("title", spec.Title);
        json.WriteString("task_id", spec.Labels.GetValueOrDefault(StepLabels.TaskId, ""));
        json.WriteString("mode", spec.Labels.GetValueOrDefault(StepLabels.Mode, "normal"));
        Common(json, run, node);
        json.WriteString("message", run.NoteOf(node));
        json.WriteStartArray("parts");
        Parts(json, run, node, "");
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Parts(Utf8JsonWriter json, RunState run, int group, string phase)
    {
        foreach (var member in run.MembersOf(group).ToArray())
        {
            var spec = run.SpecOf(member);
            var own = spec.Labels.GetValueOrDefault(StepLabels.Phase, phase);
            if (spec is GroupSpec)
            {
                Parts(json, run, member, own);
                continue;
            }

            var part = spec.Labels.GetValueOrDefault(StepLabels.Part, "");
            if (part == StepPart.Gate)
            {
                continue;
            }

            var end = run.LastEndOf(member);
            json.WriteStartObject();
            json.WriteString("id", run.IdOf(member));
            json.WriteString("phase", own);
            json.WriteString("part", part);
            json.WriteString("title", spec.Title);
            Common(json, run, member);
            json.WritePropertyName("exit_code");
            if (end?.ExitCode is { } code)
            {
                json.WriteNumberValue(code);
            }
            else
            {
                json.WriteNullValue();
            }

            json.WriteString("message", end?.Message ?? run.NoteOf(member));
            json.WriteEndObject();
        }
    }

    private static void Common(Utf8JsonWriter json, RunState run, int node)
    {
        var (start, end) = (run.StartedAt(node), run.EndedAt(node));
        json.WriteString("status", run.StatusOf(node).ToString().ToLowerInvariant());
        json.WriteString("started", start is { } started ? RecordJson.Time(started) : null);
        json.WriteString("ended", end is { } ended ? RecordJson.Time(ended) : null);
        json.WritePropertyName("duration");
        if (start is { } from && end is { } to)
        {
            json.WriteNumberValue(Math.Round((to - from).TotalSeconds, 3));
        }
        else
        {
            json.WriteNullValue();
        }
    }
}
