using System.Text.Json.Nodes;
using Tasker.Planning.Documents;
using Tasker.Planning.Files;

namespace Tasker.Planning.States;

/// <summary>Brings what task files define into the state; how tasks are going is kept.</summary>
/// <param name="Loaded">How many tasks are defined.</param>
/// <param name="Added">New ones, by number.</param>
/// <param name="Updated">Those whose definition changed.</param>
/// <param name="Removed">Those whose file is gone. Who had begun stays in the state and is marked.</param>
public sealed record TaskLoading(int Loaded, IReadOnlyList<string> Added, IReadOnlyList<string> Updated, IReadOnlyList<string> Removed)
{
    private const string FileIsMissing = "file_missing";

    /// <summary>Merges.</summary>
    /// <param name="state">The state; it is changed.</param>
    /// <param name="definitions">All task files.</param>
    /// <param name="folder">The plan that they lie in.</param>
    /// <param name="now">The time.</param>
    public static TaskLoading Merge(PlanState state, IReadOnlyList<TaskDefinition> definitions, PlanningFolder folder, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(definitions);
        ArgumentNullException.ThrowIfNull(folder);
        var (added, updated, removed) = (new List<string>(), new List<string>(), new List<string>());
        foreach (var definition in definitions)
        {
            if (state.Task(definition.Id) is not { } task)
            {
                task = state.Add(definition.Id, new JsonObject { ["id"] = definition.Id, ["name"] = definition.Name, ["status"] = PlanTaskStatus.Pending.Word() });
                Refresh(task, definition, folder);
                added.Add(definition.Id);
            }
            else if (Refresh(task, definition, folder))
            {
                updated.Add(definition.Id);
            }
        }

        var defined = definitions.Select(definition => definition.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in state.Tasks.Where(task => !defined.Contains(task.Id)).ToArray())
        {
            removed.Add(gone.Id);
            if (gone.Status is PlanTaskStatus.Pending or PlanTaskStatus.Blocked && gone.Attempts == 0)
            {
                state.Remove(gone);
            }
            else
            {
                gone.Set(FileIsMissing, true);
            }
        }

        SetBlocks(state);
        var loading = new TaskLoading(definitions.Count, added, updated, removed);
        state.AddEvent(now, "tasks_loaded", details: new JsonObject
        {
            ["count"] = loading.Loaded,
            ["added"] = added.Count,
            ["updated"] = updated.Count,
            ["removed"] = JsonView.List(removed),
        });
        Blocking.Update(state, now);
        return loading;
    }

    /// <summary>The reverse of what tasks need, made anew for all of them. What needs itself or what does not exist counts for nothing.</summary>
    private static void SetBlocks(PlanState state)
    {
        var blocks = state.Tasks.ToDictionary(task => task.Id, _ => new List<string>(), StringComparer.Ordinal);
        foreach (var task in state.Tasks)
        {
            foreach (var need in task.DependsOn.Distinct(StringComparer.Ordinal))
            {
                if (blocks.TryGetValue(need, out var list))
                {
                    list.Add(task.Id);
                }
            }
        }

        foreach (var task in state.Tasks)
        {
            var blocked = blocks[task.Id];
            blocked.Sort(TaskIds.Order);
            if (!task.Look["blocks"].Lists(blocked))
            {
                task.Set("blocks", blocked);
            }
        }
    }

    private static bool Refresh(PlanTask task, TaskDefinition definition, PlanningFolder folder)
    {
        var changed = false;
        Put("name", definition.Name, task.Text("name") == definition.Name);
        if (task.Number("phase") != definition.Phase)
        {
            task.Phase = definition.Phase;
            changed = true;
        }

        var needs = definition.DependsOn;
        if (!task.DependsOn.SequenceEqual(needs, StringComparer.Ordinal) || task.Look["depends_on"].IsNothing)
        {
            task.SetDependsOn(needs);
            changed = true;
        }

        var file = folder.TaskFile(definition.Id);
        Put("file", file, task.Text("file") == file);
        Put("steel_thread", definition.IsSteelThread, definition.IsSteelThread ? task.Look["steel_thread"].IsTrue : task.Look["steel_thread"].IsFalse);
        var declared = definition.DeclaredFiles;
        if (!task.Look["declared_files"].Lists(declared))
        {
            task.Set("declared_files", declared);
            changed = true;
        }

        if (!task.Look[FileIsMissing].IsNothing)
        {
            task.Set(FileIsMissing, (JsonNode?)null);
            changed = true;
        }

        return changed;

        void Put(string name, JsonNode value, bool isSame)
        {
            if (!isSame)
            {
                task.Set(name, value);
                changed = true;
            }
        }
    }
}
