using System.Globalization;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;

namespace Tasker.Planning.Overview;

/// <summary>All that is known about one task, for people: how it is, its definition, what it needs, its attempts, its files, what was checked.</summary>
public static class TaskSheet
{
    private const int MostLines = 50;

    /// <summary>The parts that have something to tell.</summary>
    /// <param name="folder">The plan; files that cannot be read are told.</param>
    /// <param name="state">Its state.</param>
    /// <param name="task">The task.</param>
    public static IReadOnlyList<SheetSection> Of(PlanningFolder folder, PlanState state, PlanTask task)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(task);
        var (definition, problem) = Definition(folder, task.Id);
        var sections = new List<SheetSection>();
        Add("Status", Status(state, task));
        Add("Failure", Failure(task));
        Add("Needs", task.DependsOn.Select(id => Named(state, id)));
        Add("Needed by", state.Tasks.Where(other => other.DependsOn.Contains(task.Id)).OrderBy(other => other.Id, TaskIds.Order).Select(other => Named(state, other.Id)));
        Add("Definition", definition is null ? [problem] : Definition(definition));
        Add("Criteria", definition is null ? [] : definition.AcceptanceCriteria.Select(c => $"{c.Text("criterion") ?? "?"}{(c.Text("verification") is { Length: > 0 } command ? $"  $ {command}" : "")}"));
        Add("Files", [.. (definition?.Files ?? []).Select(f => $"{f.Text("action") ?? "touch"} {f.Text("path") ?? "?"}"), .. task.FilesCreated.Select(f => $"created {f}"), .. task.FilesModified.Select(f => $"modified {f}")]);
        Add("Verification", Verification(task));
        Add("Earlier attempts", task.Objects("history").Select(Attempt));
        return sections;

        void Add(string heading, IEnumerable<string> lines)
        {
            string[] all = [.. lines.Take(MostLines + 1)];
            if (all.Length > 0)
            {
                sections.Add(new SheetSection(heading, all.Length > MostLines ? [.. all[..MostLines], "..."] : all));
            }
        }
    }

    private static (TaskDefinition? Definition, string Problem) Definition(PlanningFolder folder, string id)
    {
        try
        {
            return (new TaskDefinition(JsonFile.Read(folder.TaskFile(id), $"The file of task {id}")), "");
        }
        catch (Exception unreadable) when (unreadable is PlanningException or IOException or UnauthorizedAccessException)
        {
            return (null, unreadable.Message);
        }
    }

    private static IEnumerable<string> Status(PlanState state, PlanTask task)
    {
        var isReady = task.Status is PlanTaskStatus.Pending && Readiness.NeedsAreMet(state, task);
        yield return $"{(isReady ? "ready" : task.Status.Word())}, phase {task.Phase}{(task.IsSteelThread ? ", steel thread" : "")}, {task.Attempts} {(task.Attempts == 1 ? "attempt" : "attempts")}";
        if (task.Text("started_at") is { } started)
        {
            var took = task.Number("duration_seconds") is { } seconds ? string.Create(CultureInfo.InvariantCulture, $", {seconds:0.#} s") : "";
            yield return $"started {Time(started)}{(task.Text("completed_at") is { } ended ? $", ended {Time(ended)}" : "")}{took}";
        }

        if (task.Run is { } run)
        {
            yield return $"run {run}{(task.IsCommitted ? ", committed" : "")}";
        }

        if (task.Text("skip_reason") is { } skipped)
        {
            yield return $"skipped: {skipped}";
        }

        if (task.Status is PlanTaskStatus.Pending && !isReady)
        {
            foreach (var reason in Readiness.Reasons(state, task))
            {
                yield return reason;
            }
        }
    }

    private static IEnumerable<string> Failure(PlanTask task)
    {
        if (task.Error is { } error)
        {
            yield return error;
        }

        if (task.Failure is { } failure)
        {
            yield return $"{failure.Text("category") ?? "other"}{(failure.Text("subcategory") is { } finer ? $" / {finer}" : "")}, {(task.IsRetryable ? "may be tried again" : "trying again is no use")}";
        }
    }

    private static IEnumerable<string> Definition(TaskDefinition definition)
    {
        yield return $"{definition.TaskType}: {definition.Name}";
        foreach (var name in new[] { "domain", "capability", "description" })
        {
            var text = definition.Context.Text(name) ?? definition.Text(name);
            if (text is not null)
            {
                yield return $"{name}: {text}";
            }
        }

        if (definition.Context["spec_ref"] is { } reference)
        {
            yield return $"specification: {reference.FirstText("quote", "section", "id") ?? reference.AsText() ?? ""}";
        }

        if (definition.Behaviors is { Count: > 0 } behaviors)
        {
            yield return $"behaviours: {string.Join(", ", behaviors)}";
        }

        if (definition.StateMachine.Texts("transitions_covered") is { Length: > 0 } transitions)
        {
            yield return $"transitions: {string.Join(", ", transitions)}";
        }
    }

    private static IEnumerable<string> Verification(PlanTask task)
    {
        if (task.Object(PlanTask.EvidenceField) is { } evidence)
        {
            yield return $"checked by Tasker: {evidence.Text("verdict")}, {evidence.Number("passed") ?? 0} hold, {evidence.Number("failed") ?? 0} do not; the executor claims {evidence["claim"].Text("status") ?? "nothing"}";
        }

        if (task.Verification is not { } verification)
        {
            yield break;
        }

        yield return $"{verification.Text("verdict")}, {verification.Text("recommendation")}";
        foreach (var criterion in verification.Items("criteria"))
        {
            yield return $"{criterion.FirstText("score", "status") ?? "?"}  {criterion.FirstText("name", "criterion") ?? "?"}{(criterion.FirstText("evidence") is { } shown ? $": {shown}" : "")}";
        }

        foreach (var part in new[] { "quality", "tests" })
        {
            if (verification[part] is JsonObject { Count: > 0 } scores)
            {
                yield return $"{part}: {string.Join(", ", scores.Select(score => $"{score.Key} {score.Value.AsText() ?? "?"}"))}";
            }
        }
    }

    private static string Attempt(JsonObject attempt) =>
        $"{attempt.Number("attempt") ?? 0}. {attempt.Text("outcome")}{(attempt.Text("category") is { } category ? $" ({category})" : "")} at {Time(attempt.Text("ended_at") ?? attempt.Text("started_at") ?? "?")}"
        + (attempt.Text("error") is { } error ? $": {error}" : "");

    /// <summary>Without parts of seconds; what is no time stays as it is.</summary>
    private static string Time(string text) => Timestamps.Read(text) is { } at ? at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) : text;

    private static string Named(PlanState state, string id) => state.Task(id) is { } task
        ? $"{id} {task.Status.Word()}{(task.IsRefused ? ", refused by its verifier" : "")}  {task.Name}"
        : $"{id}, which does not exist";
}
