using System.Globalization;
using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;
using Tasker.Planning.States;
using Tasker.Planning.Storing;

namespace Tasker.Planning.Repairing;

/// <summary>Makes a state that is broken or gone anew, from what is there. What was broken is kept beside it.</summary>
/// <param name="store">The plan.</param>
public sealed class StateRepair(PlanStore store)
{
    private const int MostNamed = 5;

    private PlanningFolder Folder => store.Folder;

    /// <summary>What is wrong with the state; null: nothing, or there is no plan at all.</summary>
    public string? Problem()
    {
        if (!store.Exists)
        {
            return LooksLikePlan() ? $"The state is missing: there is no file '{Folder.State}', but there is a plan." : null;
        }

        try
        {
            store.Read();
            return null;
        }
        catch (PlanningException broken) when (broken.Code == PlanningCodes.Corrupt)
        {
            return broken.Message.Replace(" " + PlanStore.WayOut, "", StringComparison.Ordinal);
        }
    }

    /// <summary>Repairs. A state that is whole stays as it is.</summary>
    /// <param name="dryRun">True: only tells what would be done.</param>
    /// <exception cref="PlanningException">There is no plan, or its state is of a version that is not known.</exception>
    public Task<RepairReport> RunAsync(bool dryRun, CancellationToken cancellationToken)
    {
        if (!store.Exists && !LooksLikePlan())
        {
            throw store.NoState();
        }

        return dryRun ? Task.FromResult(Problem() is { } problem ? Rebuild(problem, store.Time.GetUtcNow()).Report with { IsDryRun = true } : new RepairReport())
            : store.HoldAsync(now => RepairAsync(now, cancellationToken), cancellationToken);
    }

    private async Task<RepairReport> RepairAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (Problem() is not { } problem)
        {
            return new RepairReport();
        }

        var (state, report) = Rebuild(problem, now);
        string[] broken = [Folder.State, .. RepairSource.Whole(Folder.StateBackup) is null ? [Folder.StateBackup] : Array.Empty<string>()];
        var kept = broken.Where(path => Path.Exists(path) || File.Exists(path)).Select(path => (From: path, To: string.Create(CultureInfo.InvariantCulture, $"{path}.corrupted.{now.UtcDateTime:yyyyMMddHHmmssfff}"))).ToArray();
        foreach (var (from, to) in kept)
        {
            if (OddState.Kind(from) is null)
            {
                File.Copy(from, to, overwrite: false); // The broken one stays in its place until the new one is whole.
            }
            else
            {
                OddState.Move(from, to);
            }
        }

        state.AddEvent(now, "state_recovered", details: new JsonObject
        {
            ["reason"] = problem,
            ["source"] = report.Source,
            ["backup"] = kept.Length > 0 ? Path.GetFileName(kept[0].To) : null,
            ["lost"] = JsonView.List(report.Lost),
        });
        await store.SaveAsync(state, cancellationToken);
        return report with { Kept = [.. kept.Select(one => one.To)] };
    }

    private (PlanState State, RepairReport Report) Rebuild(string problem, DateTimeOffset now)
    {
        var source = RepairSource.Find(store);
        var (rebuilt, lost) = (new List<string>(), source.Dropped.Select(one => one.ToString()).ToList());
        var state = source.State ?? Fresh(now);
        if (!source.IsCurrent)
        {
            Tasks(state, rebuilt, lost, now);
            if (source.State is null && EventReplay.Apply(state, Folder) is > 0 and var events)
            {
                rebuilt.Add($"{events} older events, from logs/events.jsonl");
            }

            if (ResultReplay.Apply(state, Folder) is { Count: > 0 } ended)
            {
                rebuilt.Add($"how {Few(ended)} ended, from results and evidence");
            }

            Artifacts(state, rebuilt, now);
            Phase(state, source.State is null, rebuilt);
            Tell(source.State is null, state, lost);
            Blocking.Update(state, now);
            state.Set("events", source.State?.Node["events"]?.DeepClone() ?? new JsonArray());
        }

        rebuilt.Insert(0, $"phase {state.Phase}, {state.Tasks.Count} tasks{(state.Tasks.Count == 0 ? "" : $": {Statuses(state)}")}");
        return (state, new RepairReport { Problem = problem, Source = source.Told, Rebuilt = rebuilt, Lost = lost });
    }

    private PlanState Fresh(DateTimeOffset now)
    {
        var target = Bundles().Select(bundle => bundle.FirstText("target_dir")).FirstOrDefault(path => path is not null && Directory.Exists(path)) ?? Folder.Parent;
        return PlanBeginning.New(target, PlanPhases.First, now);
    }

    private static string Statuses(PlanState state) =>
        string.Join(", ", state.Tasks.GroupBy(task => task.Status).OrderBy(group => group.Key).Select(group => $"{group.Count()} {group.Key.Word()}"));

    private void Tasks(PlanState state, List<string> rebuilt, List<string> lost, DateTimeOffset now)
    {
        if (!Directory.Exists(Folder.Tasks))
        {
            return;
        }

        var files = TaskFiles.Read(Folder);
        lost.AddRange(files.Errors.Select(error => $"task file {error.File}: {error.Message}"));
        if (files.Unreadable.Count > 0 && state.Tasks.Count > 0)
        {
            return; // A task whose file cannot be read is not one that is gone.
        }

        if (files.Definitions.Count > 0)
        {
            var loading = TaskLoading.Merge(state, files.Definitions, Folder, now);
            rebuilt.Add($"{loading.Loaded} tasks from their files{(loading.Added.Count > 0 ? $", new: {Few(loading.Added)}" : "")}");
        }
    }

    private void Artifacts(PlanState state, List<string> rebuilt, DateTimeOffset now)
    {
        foreach (var (name, path) in new[] { (PlanArtifacts.CapabilityMap, Folder.CapabilityMap), (PlanArtifacts.PhysicalMap, Folder.PhysicalMap) })
        {
            if (File.Exists(path))
            {
                rebuilt.Add($"{name}: {(PlanArtifacts.Register(state, Folder, name, null, now).IsValid ? "valid" : "not valid")}, checked again");
            }
        }
    }

    /// <summary>The phase whose output is there last. It is rather too early than too late: gates are asked again, and nothing is believed.</summary>
    private void Phase(PlanState state, bool isFresh, List<string> rebuilt)
    {
        var hasRun = state.Tasks.Any(task => task.Attempts > 0) || File.Exists(Folder.Checkpoint);
        var least = hasRun ? PlanPhases.Executing : isFresh ? FromFiles(state) : state.Phase;
        if (PlanPhases.IndexOf(least) > PlanPhases.IndexOf(state.Phase))
        {
            state.SetPhase(least, PlanPhases.All.Take(PlanPhases.IndexOf(least)));
            rebuilt.Add($"the phase, from what is there: {least}");
        }
    }

    private string FromFiles(PlanState state) =>
        state.Tasks.Count > 0 ? "validation"
        : IsValid(PlanArtifacts.PhysicalMap) ? "definition"
        : IsValid(PlanArtifacts.CapabilityMap) ? "physical"
        : File.Exists(Folder.SpecReview) ? "logical"
        : File.Exists(Folder.Spec) ? "spec_review"
        : PlanPhases.First;

    private bool IsValid(string name) => ArtifactCheck.Of(Folder, name, null, null, Folder.Parent).IsValid;

    private static void Tell(bool isFresh, PlanState state, List<string> lost)
    {
        lost.Add(isFresh ? "verifications and their calibration, requests to stop, and the newest events" : "what happened after that copy and left no file: verifications, tokens, requests to stop");
        if (isFresh && state.Execution["sessions"] is null)
        {
            lost.Add("tokens and cost");
        }

        if (isFresh && PlanPhases.IndexOf(state.Phase) < PlanPhases.IndexOf(PlanPhases.Executing) && state.Tasks.Count > 0)
        {
            lost.Add("the verdict about the tasks: 'tasker state validate-tasks' keeps a new one");
        }

        if (state.Tasks.Where(task => task.Status is PlanTaskStatus.Running).Select(task => task.Id).ToArray() is { Length: > 0 } running)
        {
            lost.Add($"whether anybody still works on {Few(running)}: 'tasker state checkpoint recover' finds out");
        }
    }

    /// <summary>The first ids, and how many more there are.</summary>
    private static string Few(IReadOnlyList<string> ids) =>
        ids.Count <= MostNamed ? string.Join(", ", ids) : $"{string.Join(", ", ids.Take(MostNamed))} and {ids.Count - MostNamed} more";

    private IEnumerable<JsonObject> Bundles() => !Directory.Exists(Folder.Bundles) ? [] : Directory.EnumerateFiles(Folder.Bundles, "*-bundle.json").Order(StringComparer.Ordinal)
        .Select(path => PlanningSchemas.ProblemsOfFile(PlanningSchemas.Bundle, path).Document).OfType<JsonObject>();

    private bool LooksLikePlan() => File.Exists(Folder.StateBackup) || File.Exists(Folder.Checkpoint) || File.Exists(Folder.Spec)
        || new[] { Folder.Tasks, Folder.Bundles }.Any(path => Directory.Exists(path) && Directory.EnumerateFiles(path, "*.json").Any());
}
